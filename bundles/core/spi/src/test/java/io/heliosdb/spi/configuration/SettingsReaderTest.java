package io.heliosdb.spi.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    private static final Setting<Integer> PORT = new Setting<>("port", "5430", Form.number(0, 65_535)).forEveryMember();
    private static final Setting<Boolean> LOUD = new Setting<>("loud", "false", Form.flag());
    private static final Setting<String> LOCK = new Setting<>("lock", "", text -> text);
    private static final Setting<String> KEY = new Setting<>("key", "", text -> text);

    /** What this test makes of its configuration. */
    private record Made(int port, Map<String, Integer> ports, boolean loud, String lock, String key) {}

    private final Map<String, String> refused = new LinkedHashMap<>();
    private final SettingsReader<Made> reader = new SettingsReader<>(
                    List.of(PORT, LOUD, LOCK, KEY),
                    values -> new Made(
                            values.get(PORT),
                            values.members(PORT),
                            values.get(LOUD),
                            values.get(LOCK),
                            values.get(KEY)),
                    refused::put)
            .together(LOCK, KEY);

    @Test
    void whatIsAbsentHasItsDefault() {
        assertThat(reader.read(Map.of())).isEqualTo(new Made(5430, Map.of(), false, "", ""));
        assertThat(refused).isEmpty();
    }

    @Test
    void whatIsPresentIsReadWhateverItsType() {
        Made made = reader.read(Map.of("port", 1, "port.mysql", " 2 ", "loud", true, "lock", "a", "key", "b"));

        assertThat(made).isEqualTo(new Made(1, Map.of("mysql", 2), true, "a", "b"));
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ports", "port.", "port.UPPER", "port.a.b", "loud.mysql", "Loud"})
    void anUnknownKeyIsRefusedByName(String key) {
        assertThat(reader.read(Map.of(key, "1"))).isEqualTo(new Made(5430, Map.of(), false, "", ""));
        assertThat(refused).containsExactly(Map.entry(key, "no such key"));
    }

    @Test
    void aValueThatCannotBeIsRefusedAndTheOneBeforeHolds() {
        reader.read(Map.of("port", "7", "port.mysql", "8"));

        Made made = reader.read(Map.of("port", "x", "port.mysql", "65536", "loud", "true"));

        assertThat(made).isEqualTo(new Made(7, Map.of("mysql", 8), true, "", ""));
        assertThat(refused)
                .containsOnly(
                        Map.entry("port", "\"x\" (expected: a number from 0 to 65535)"),
                        Map.entry("port.mysql", "\"65536\" (expected: a number from 0 to 65535)"));
    }

    @Test
    void aKeyThatIsTakenAwayIsItsDefaultAgain() {
        reader.read(Map.of("port", "7"));

        assertThat(reader.read(Map.of()).port()).isEqualTo(5430);
    }

    @Test
    void twinsGoTogether() {
        reader.read(Map.of("lock", "a", "key", "b"));

        Made made = reader.read(Map.of("lock", "c", "key", ""));

        assertThat(refused)
                .containsExactly(
                        Map.entry("lock", "set without its twin (expected: both or none)"),
                        Map.entry("key", "set without its twin (expected: both or none)"));
        assertThat(made.lock()).isEqualTo("a");
        assertThat(made.key()).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "service.pid",
                "heliosdb.protocol.name",
                "component.name",
                "felix.fileinstall.filename",
                "osgi.ds.satisfying.condition.target",
                ".hidden",
                "Engine.target",
                "Engine.cardinality.minimum"
            })
    void theContainersOwnKeysArePassedOver(String key) {
        reader.read(Map.of(key, "x"));
        assertThat(refused).isEmpty();
    }
}
