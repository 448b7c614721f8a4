package io.heliosdb.pg.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.pg.engine.internal.EngineKeys;
import io.heliosdb.spi.configuration.SettingsReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineSettingsTest {
    @Test
    void everythingHasADefault() {
        EngineSettings settings = EngineSettings.defaults();

        assertThat(settings.pooling()).isEqualTo(Pooling.SESSION);
        assertThat(settings.maxConnections()).isEqualTo(190);
        assertThat(settings.statementCache()).isEqualTo(100);
        assertThat(settings.takeOverRoles()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"250 ms, PT0.25S", "10 s, PT10S", "5min, PT5M", "2 h, PT2H", "1 d, PT24H"})
    void timesCarryAUnit(String text, Duration duration) {
        assertThat(EngineSettings.of(Map.of("idle-timeout", text)).idleTimeout())
                .isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    pooling           | statement  | session or transaction
                    max-connections   | 0          | a number from 1 to 100000
                    max-connections   | many       | a number from 1 to 100000
                    max-connections   | 1000000    | a number from 1 to 100000
                    min-idle          | -1         | a number from 0 to 100000
                    idle-timeout      | 10         | a time such as 500 ms, 10 s, 5 min, 1 h, at most 365 d
                    acquire-timeout   | 0 s        | a time such as 500 ms, 10 s, 5 min, 1 h, at most 365 d
                    max-lifetime      | 366 d      | a time such as 500 ms, 10 s, 5 min, 1 h, at most 365 d
                    take-over-roles   | yes        | true or false
                    """)
    void aBadValueIsRefusedByName(String key, String value, String expected) {
        assertThatThrownBy(() -> EngineSettings.of(Map.of(key, value)))
                .hasMessage("setting " + key + ": \"" + value + "\" (expected: " + expected + ")");
    }

    @Test
    void anUnknownKeyIsRefusedByName() {
        assertThatThrownBy(() -> EngineSettings.of(Map.of("max-conections", 1)))
                .hasMessage("setting max-conections: no such key");
    }

    @Test
    void whatHeldBeforeARefusalHoldsOn() {
        List<String> refusals = new ArrayList<>();
        SettingsReader<EngineSettings> reader = EngineKeys.reader((key, why) -> refusals.add(key));
        reader.read(Map.of("max-connections", 7, "statement-cache", 8));

        EngineSettings settings = reader.read(Map.of("max-connections", "x", "min-idle", 3, "nonsense", 1));

        assertThat(refusals).containsExactlyInAnyOrder("max-connections", "nonsense");
        assertThat(settings.maxConnections()).isEqualTo(7);
        assertThat(settings.minIdle()).isEqualTo(3);
        assertThat(settings.statementCache()).isEqualTo(100);
    }
}
