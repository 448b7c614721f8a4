package io.heliosdb.pg.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

    @ParameterizedTest
    @CsvSource({
        "listen_addresses, *, reserved to HeliosDB",
        "Unix_Socket_Permissions, 0777, reserved to HeliosDB",
        "'work_mem = 1MB #', x, not a name of a setting",
        "work_mem, '1MB\n', control character"
    })
    void whatKeepsTheServerPrivateCannotBeSet(String name, String value, String reason) {
        Map<String, String> settings = new LinkedHashMap<>();
        assertThatThrownBy(() -> Configuration.addTo(settings, Map.of(name, value)))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining(reason);
        assertThat(settings).isEmpty();
    }

    @Test
    void theCallersValueWinsHoweverItsNameIsWritten() throws Exception {
        Map<String, String> settings = new LinkedHashMap<>(Map.of("shared_buffers", "256MB"));
        Configuration.addTo(settings, Map.of("Shared_Buffers", "1GB"));
        assertThat(settings).containsExactly(Map.entry("shared_buffers", "1GB"));
    }

    @Test
    void quotesForTheConfigurationFile() {
        assertThat(Configuration.quoted("it's a \\ \"x\"")).isEqualTo("'it''s a \\\\ \"x\"'");
        assertThat(Configuration.quotedListElement("/a, \"b\"")).isEqualTo("\"/a, \"\"b\"\"\"");
    }
}
