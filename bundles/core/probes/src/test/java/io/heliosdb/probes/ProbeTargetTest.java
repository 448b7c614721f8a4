package io.heliosdb.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProbeTargetTest {
    private static final Map<String, String> VALUES = Map.of(
            "protocol",
            "mysql",
            "host",
            "::1",
            "port",
            "3306",
            "user",
            "demo",
            "password",
            "secret",
            "database",
            "shop");

    private static Map<String, String> with(String key, String value) {
        Map<String, String> values = new HashMap<>(VALUES);
        values.put(key, value);
        return values;
    }

    @Test
    void isReadFromTexts() {
        ProbeTarget target = ProbeTarget.of(with("ca", "/tls/server.crt"));
        assertThat(target.port()).isEqualTo(3306);
        assertThat(target.authority()).contains(Path.of("/tls/server.crt"));
        assertThat(ProbeTarget.of(VALUES).authority()).isEmpty();
    }

    @Test
    void hidesItsPassword() {
        assertThat(ProbeTarget.of(VALUES)).hasToString("mysql://demo@::1:3306/shop");
    }

    @Test
    void saysWhatIsMissingOrWrong() {
        assertThatThrownBy(() -> ProbeTarget.of(Map.of("port", "1"))).hasMessage("the target has no protocol");
        assertThatThrownBy(() -> ProbeTarget.of(with("port", "x"))).hasMessage("port: \"x\" (expected: 1 to 65535)");
        assertThatThrownBy(() -> ProbeTarget.of(with("port", "99999")))
                .hasMessage("port: 99999 (expected: 1 to 65535)");
    }
}
