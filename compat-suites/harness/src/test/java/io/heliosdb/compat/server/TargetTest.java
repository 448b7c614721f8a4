package io.heliosdb.compat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.compat.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetTest {

    @TempDir
    private Path folder;

    private Target read(String text) throws IOException {
        return Target.read(Files.writeString(folder.resolve("target.yaml"), text));
    }

    @Test
    void describesARunningServer() throws IOException {
        try (Target target = read(
                """
                product: HeliosDB 2.0
                host: db.example.com
                ports: {postgresql: 5432, mysql: 3306}
                user: ann
                password: secret
                database: shop
                ca: certificates/ca.crt
                tls-host: example.com
                log: server.log
                """)) {
            assertThat(target.product()).isEqualTo("HeliosDB 2.0");
            assertThat(target.isAlive()).isTrue();
            assertThat(target.log()).contains(folder.resolve("server.log"));
            assertThat(target.ports()).containsOnly(Map.entry("postgresql", 5432), Map.entry("mysql", 3306));
            assertThat(target.endpoint("mysql"))
                    .isEqualTo(new Endpoint(
                            "db.example.com",
                            3306,
                            "ann",
                            "secret",
                            "shop",
                            Optional.of(new Endpoint.Tls("example.com", folder.resolve("certificates/ca.crt")))));
        }
    }

    @Test
    void takesTheDemoUserOnThisMachineUnlessItSaysOtherwise() throws IOException {
        try (Target target = read("ports: {postgresql: 5432}\n")) {
            assertThat(target.endpoint("postgresql"))
                    .isEqualTo(new Endpoint("127.0.0.1", 5432, "demo", "demo", "demo", Optional.empty()));
            assertThat(target.log()).isEmpty();
            assertThatThrownBy(() -> target.endpoint("tds"))
                    .isInstanceOf(LabException.class)
                    .hasMessageEndingWith("target.yaml names no port 'tds' (it has: postgresql)");
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> read("prots: {}\n")).hasMessageContaining("unknown key 'prots'");
        assertThatThrownBy(() -> read("ports: {postgresql: 70000}\n").endpoint("postgresql"))
                .hasMessage("port 70000 (expected: 1..65535)");
    }
}
