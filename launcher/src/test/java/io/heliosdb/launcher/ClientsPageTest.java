package io.heliosdb.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is shown elsewhere to be copied is on the page whose text is run. */
class ClientsPageTest {
    private static final Pattern CODE_IN_A_ROW = Pattern.compile("(?m)^\\| [^|]+ \\| `([^`]*demo:?[^`]*)` \\|$");

    @Test
    void hasWhatTheServerPrintsAtItsStart() throws IOException {
        Properties templates = new Properties();
        try (InputStream resource = Server.class.getResourceAsStream("command/connections.properties")) {
            templates.load(resource);
        }
        assertThat(templates).isNotEmpty();
        for (String client : templates.stringPropertyNames()) {
            String port = client.startsWith("mysql.") ? "3306" : "5432";
            String shown = templates.getProperty(client).replace("HOST", "127.0.0.1");
            assertThat(ClientsPage.text()).as(client).contains(shown.replace("PORT", port));
        }
    }

    @Test
    void hasWhatTheReadmeShows() throws IOException {
        assertThat(CODE_IN_A_ROW
                        .matcher(Files.readString(Path.of("../README.md")))
                        .results())
                .hasSizeGreaterThan(8)
                .allSatisfy(row -> assertThat(ClientsPage.text()).contains(row.group(1)));
    }
}
