package io.heliosdb.compat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentsTest {

    @TempDir
    private Path folder;

    @Test
    void readsTheBundlesOffTheProgramAndTheEngineOffTheHome() throws IOException {
        Path program = folder.resolve("heliosdb.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(program))) {
            for (String name : List.of(
                    "bundles/5/pg.protocol-0.1.0-SNAPSHOT.jar", "bundles/2/netty-common-4.2.17.Final.jar", "x.class")) {
                jar.putNextEntry(new JarEntry(name));
            }
        }
        Files.createDirectories(folder.resolve("engine/binaries/18.6.0-linux-amd64"));

        assertThat(Components.of(List.of("java", "-jar", program.toString(), "serve"), folder))
                .containsOnly(
                        Map.entry("bundles", "netty-common 4.2.17.Final, pg.protocol 0.1.0-SNAPSHOT"),
                        Map.entry("engine", "PostgreSQL 18.6.0"));
    }

    @Test
    void knowsNothingOfAnotherProgram() {
        assertThat(Components.of(List.of("/bin/sh", "server.sh"), folder)).isEmpty();
        assertThat(Components.of(List.of("java", "-jar", folder + "/none.jar"), folder))
                .isEmpty();
        assertThat(Components.of(List.of("java", "-jar"), folder)).isEmpty();
    }
}
