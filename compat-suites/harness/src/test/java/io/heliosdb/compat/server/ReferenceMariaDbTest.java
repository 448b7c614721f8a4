package io.heliosdb.compat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.RecordingProgress;
import io.heliosdb.compat.process.Processes;
import io.heliosdb.compat.process.SearchPath;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a genuine MariaDB, where the machine has one. */
class ReferenceMariaDbTest {

    @TempDir
    private Path folder;

    @Test
    void startsWithoutRootAndTakesItsHomeWithIt() throws Exception {
        assumeThat(SearchPath.find("mariadbd")).as("a MariaDB on this machine").isPresent();
        Path log = folder.resolve("logs/mariadb.log");
        Path home;
        long pid;
        try (ReferenceMariaDb server =
                ReferenceMariaDb.start(ReferenceMariaDb.Clients.CASES, log, new RecordingProgress())) {
            Endpoint endpoint = server.endpoint("mysql");
            home = endpoint.tls().orElseThrow().authority().getParent().getParent();
            pid = Processes.awaitNumber(home.resolve("mariadb.pid"));

            assertThat(server.product()).matches("MariaDB \\d+\\.\\d+\\.\\d+");
            assertThat(server.isAlive()).isTrue();
            assertThat(server.log()).contains(log);
            assertThat(endpoint.user()).isEqualTo("demo");
            assertThat(MySqlGreeting.ask(new InetSocketAddress(endpoint.host(), endpoint.port()))
                            .product())
                    .isEqualTo(server.product());
            assertThat(Files.getAttribute(Path.of("/proc", Long.toString(pid)), "unix:uid"))
                    .as("the user who runs it")
                    .isNotEqualTo(0);
            assertThatThrownBy(() -> server.endpoint("postgresql"))
                    .isInstanceOf(LabException.class)
                    .hasMessageEndingWith("does not speak 'postgresql'");
        }
        Processes.awaitEnd(pid);
        assertThat(home).doesNotExist();
    }

    @Test
    void belongsToTheScriptsBesideTheProgram() throws Exception {
        Path program = folder.resolve("sbin/mariadbd");
        assertThat(MariaDbInstallation.of(program)).as("without scripts").isEmpty();

        Path scripts = Files.createDirectories(folder.resolve("share/mariadb"));
        for (String script : MariaDbInstallation.SYSTEM_TABLES) {
            Files.createFile(scripts.resolve(script));
        }
        assertThat(MariaDbInstallation.of(program)).isEqualTo(Optional.of(new MariaDbInstallation(program, scripts)));
    }
}
