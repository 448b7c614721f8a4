package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.MysqlSettings;
import io.heliosdb.spi.configuration.Form;
import io.heliosdb.spi.configuration.Setting;
import io.heliosdb.spi.configuration.SettingsReader;
import java.util.List;
import java.util.function.BiConsumer;

/** The keys of the configuration and their defaults. */
public final class MysqlKeys {
    static final Setting<Boolean> LOCAL_INFILE = new Setting<>("local-infile", "false", Form.flag());

    private MysqlKeys() {}

    /**
     * What reads the configuration.
     *
     * @param refusals told the key and what is wrong with it
     */
    public static SettingsReader<MysqlSettings> reader(BiConsumer<String, String> refusals) {
        return new SettingsReader<>(
                List.of(LOCAL_INFILE), values -> new MysqlSettings(values.get(LOCAL_INFILE)), refusals);
    }
}
