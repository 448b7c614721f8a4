package io.heliosdb.launcher;

import io.heliosdb.launcher.container.Trees;
import io.heliosdb.launcher.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A home for a test, which the engine's unprivileged user can enter where the test runs as root. */
final class TestHome implements AutoCloseable {
    private final Path directory;

    TestHome() throws IOException {
        directory = Files.createTempDirectory("heliosdb-test");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }

    Home home() {
        return new Home(directory.resolve("home"));
    }

    Path readyFile() {
        return directory.resolve("ready");
    }

    String log() throws IOException {
        return Files.readString(home().logFile());
    }

    void configure(String file, String content) throws IOException {
        Files.createDirectories(home().etc());
        Files.writeString(home().etc().resolve(file), content);
    }

    @Override
    public void close() throws IOException {
        Trees.delete(directory);
    }
}
