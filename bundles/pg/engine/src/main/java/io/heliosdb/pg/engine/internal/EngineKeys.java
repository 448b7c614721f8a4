package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.EngineSettings;
import io.heliosdb.pg.engine.Pooling;
import io.heliosdb.spi.configuration.Form;
import io.heliosdb.spi.configuration.Setting;
import io.heliosdb.spi.configuration.SettingValues;
import io.heliosdb.spi.configuration.SettingsReader;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** The keys of the configuration, their defaults and bounds. */
public final class EngineKeys {
    private static final int MOST = 100_000;

    static final Setting<Pooling> POOLING = new Setting<>("pooling", "session", Form.choice(Pooling.class));

    /** The embedded engine's 200, less what it reserves and what administers it. */
    static final Setting<Integer> MAX_CONNECTIONS = new Setting<>("max-connections", "190", Form.number(1, MOST));

    static final Setting<Integer> MAX_CONNECTIONS_PER_DATABASE =
            new Setting<>("max-connections-per-database", "100000", Form.number(1, MOST));
    static final Setting<Integer> MIN_IDLE = new Setting<>("min-idle", "0", Form.number(0, MOST));
    static final Setting<Duration> IDLE_TIMEOUT = new Setting<>("idle-timeout", "5 min", Form.positiveDuration());
    static final Setting<Duration> MAX_LIFETIME = new Setting<>("max-lifetime", "1 h", Form.positiveDuration());
    static final Setting<Duration> PROBE_AFTER = new Setting<>("probe-after", "30 s", Form.positiveDuration());
    static final Setting<Duration> CONNECT_TIMEOUT = new Setting<>("connect-timeout", "10 s", Form.positiveDuration());
    static final Setting<Duration> ACQUIRE_TIMEOUT = new Setting<>("acquire-timeout", "30 s", Form.positiveDuration());
    static final Setting<Integer> STATEMENT_CACHE = new Setting<>("statement-cache", "100", Form.number(1, MOST));
    static final Setting<Boolean> TAKE_OVER_ROLES = new Setting<>("take-over-roles", "false", Form.flag());

    static final List<Setting<?>> ALL = List.of(
            POOLING,
            MAX_CONNECTIONS,
            MAX_CONNECTIONS_PER_DATABASE,
            MIN_IDLE,
            IDLE_TIMEOUT,
            MAX_LIFETIME,
            PROBE_AFTER,
            CONNECT_TIMEOUT,
            ACQUIRE_TIMEOUT,
            STATEMENT_CACHE,
            TAKE_OVER_ROLES);

    private EngineKeys() {}

    /**
     * What reads the configuration.
     *
     * @param refusals told the key and what is wrong with it
     */
    public static SettingsReader<EngineSettings> reader(BiConsumer<String, String> refusals) {
        return new SettingsReader<>(ALL, EngineKeys::settings, refusals);
    }

    private static EngineSettings settings(SettingValues values) {
        return new EngineSettings(
                values.get(POOLING),
                values.get(MAX_CONNECTIONS),
                values.get(MAX_CONNECTIONS_PER_DATABASE),
                values.get(MIN_IDLE),
                values.get(IDLE_TIMEOUT),
                values.get(MAX_LIFETIME),
                values.get(PROBE_AFTER),
                values.get(CONNECT_TIMEOUT),
                values.get(ACQUIRE_TIMEOUT),
                values.get(STATEMENT_CACHE),
                values.get(TAKE_OVER_ROLES));
    }
}
