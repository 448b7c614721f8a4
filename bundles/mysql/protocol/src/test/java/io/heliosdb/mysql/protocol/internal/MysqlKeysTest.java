package io.heliosdb.mysql.protocol.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.mysql.protocol.MysqlSettings;
import io.heliosdb.spi.configuration.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MysqlKeysTest {
    private final List<String> refusals = new ArrayList<>();
    private final SettingsReader<MysqlSettings> reader = MysqlKeys.reader((key, why) -> refusals.add(key + ": " + why));

    @Test
    void nobodyIsAskedForFilesByDefault() {
        assertThat(reader.read(Map.of())).isEqualTo(MysqlSettings.DEFAULT).isEqualTo(new MysqlSettings(false));
    }

    @Test
    void whatCannotBeIsRefusedAndWhatHeldStays() {
        assertThat(reader.read(Map.of("local-infile", "true"))).isEqualTo(new MysqlSettings(true));
        assertThat(reader.read(Map.of("local-infile", "yes", "local_infile", "true")))
                .isEqualTo(new MysqlSettings(true));
        assertThat(refusals)
                .containsExactlyInAnyOrder(
                        "local-infile: \"yes\" (expected: true or false)", "local_infile: no such key");
        assertThat(reader.read(Map.of()).localInfile()).isFalse();
    }
}
