package io.heliosdb.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeployKeysTest {
    private final Map<String, String> refused = new TreeMap<>();

    private DeploySettings read(Map<String, String> properties) {
        return DeployKeys.reader(Path.of("/home"), refused::put).read(properties);
    }

    @Test
    void theDefaults() {
        assertThat(read(Map.of()))
                .isEqualTo(new DeploySettings(
                        false,
                        Optional.empty(),
                        true,
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(10),
                        0,
                        Duration.ofMinutes(1),
                        5));
    }

    @Test
    void whatIsWrongIsRefusedByName() {
        DeploySettings settings = read(Map.of("canary-share", "100", "certificates", "mine.pem", "probe", "no"));
        assertThat(settings.certificates()).contains(Path.of("/home/mine.pem"));
        assertThat(settings.canaryShare()).isZero();
        assertThat(refused)
                .containsOnly(
                        Map.entry("canary-share", "\"100\" (expected: a number from 0 to 99)"),
                        Map.entry("probe", "no such key"));
    }

    @Test
    void theDescriptionHasTheSameKeysAndDefaults() {
        for (Method described : DeployConfiguration.class.getDeclaredMethods()) {
            if (described.getDefaultValue() != null) {
                String key = described.getName().replace("$_$", "-");
                String preset = String.valueOf(described.getDefaultValue());
                read(Map.of(key, preset));
                assertThat(refused).as(key).isEmpty();
                assertThat(read(Map.of(key, preset))).as(key).isEqualTo(read(Map.of()));
            }
        }
    }
}
