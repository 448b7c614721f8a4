package io.heliosdb.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.home.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbedServerTest {
    @TempDir
    private Path folder;

    @Test
    void isTheDemoServerOfAHome() throws Exception {
        Home home = new Home(folder);
        assertThat(ProbedServer.of(home).target("mysql"))
                .containsEntry("port", "3306")
                .containsEntry("user", "demo")
                .containsEntry("protocol", "mysql")
                .doesNotContainKeys("ca", "port.mysql");
        Files.createDirectories(home.etc());
        Files.writeString(home.etc().resolve("io.heliosdb.gateway.cfg"), "port.mysql = 13306\nbind = 0.0.0.0\n");
        Path certificate = Files.createDirectories(folder.resolve("tls")).resolve("server.crt");
        Files.writeString(certificate, "");
        assertThat(ProbedServer.of(home).target("mysql"))
                .containsEntry("port", "13306")
                .containsEntry("host", "127.0.0.1")
                .containsEntry("ca", certificate.toString());
    }

    @Test
    void isWhatAFileSays() throws Exception {
        Path file = Files.writeString(
                folder.resolve("server.cfg"),
                "host = db.example.org\nport.tds = 1433\nca = root.pem\npassword = s3cret\n");
        ProbedServer server = ProbedServer.of(file);
        assertThat(server.protocols()).containsExactly("mysql", "postgresql", "tds");
        assertThat(server.target("tds"))
                .containsEntry("host", "db.example.org")
                .containsEntry("port", "1433")
                .containsEntry("password", "s3cret")
                .containsEntry("ca", folder.resolve("root.pem").toString());
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        Path file = Files.writeString(folder.resolve("server.cfg"), "hots = x\n");
        assertThatThrownBy(() -> ProbedServer.of(file))
                .isInstanceOf(LaunchException.class)
                .hasMessage(file + ": hots (expected: host, user, password, database, ca or port.<protocol>)");
        assertThatThrownBy(() -> ProbedServer.of(folder.resolve("absent.cfg")))
                .hasMessage(folder.resolve("absent.cfg") + " does not exist");
    }
}
