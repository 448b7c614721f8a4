package io.heliosdb.deploy.internal;

import io.heliosdb.spi.configuration.Form;
import io.heliosdb.spi.configuration.Setting;
import io.heliosdb.spi.configuration.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The keys of the configuration and their defaults. */
final class DeployKeys {
    private static final int MOST_SHARE = 99;
    private static final int MOST_ERRORS = 100;

    static final Setting<Boolean> REQUIRE_SIGNATURE = new Setting<>("require-signature", "false", Form.flag());
    static final Setting<String> CERTIFICATES = new Setting<>("certificates", "", text -> text);
    static final Setting<Boolean> PROBES = new Setting<>("probes", "true", Form.flag());
    static final Setting<Duration> PROBE_LIMIT = new Setting<>("probe-limit", "60 s", Form.positiveDuration());
    static final Setting<Duration> DRAIN = new Setting<>("drain", "10 min", Form.duration());
    static final Setting<Integer> CANARY_SHARE = new Setting<>("canary-share", "0", Form.number(0, MOST_SHARE));
    static final Setting<Duration> CANARY_TIME = new Setting<>("canary-time", "1 min", Form.positiveDuration());
    static final Setting<Integer> CANARY_ERRORS = new Setting<>("canary-errors", "5", Form.number(0, MOST_ERRORS));

    private DeployKeys() {}

    /**
     * What reads the configuration.
     *
     * @param home where relative paths begin
     * @param refusals told the key and what is wrong with it
     */
    static SettingsReader<DeploySettings> reader(Path home, BiConsumer<String, String> refusals) {
        return new SettingsReader<>(
                List.of(
                        REQUIRE_SIGNATURE,
                        CERTIFICATES,
                        PROBES,
                        PROBE_LIMIT,
                        DRAIN,
                        CANARY_SHARE,
                        CANARY_TIME,
                        CANARY_ERRORS),
                values -> new DeploySettings(
                        values.get(REQUIRE_SIGNATURE),
                        Optional.of(values.get(CERTIFICATES))
                                .filter(path -> !path.isEmpty())
                                .map(home::resolve),
                        values.get(PROBES),
                        values.get(PROBE_LIMIT),
                        values.get(DRAIN),
                        values.get(CANARY_SHARE),
                        values.get(CANARY_TIME),
                        values.get(CANARY_ERRORS)),
                refusals);
    }
}
