package io.heliosdb.pg.embedded.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the engine keeps what in a home. The engine's own account owns {@code data}, {@code log} and {@code socket};
 * everything else belongs to the account of the server, which therefore never writes where the engine could have put a
 * link.
 */
record EngineHome(Path engine) {

    private static final String INITIALISING = "data.initialising-";
    private static final String UNPACKING = ".unpacking-";

    static EngineHome in(Path home) throws IOException {
        Path root = FileAccess.createDirectory(home, FileAccess.PASS_THROUGH).toRealPath();
        EngineHome layout = new EngineHome(FileAccess.createDirectory(root.resolve("engine"), FileAccess.PASS_THROUGH));
        FileAccess.createDirectory(layout.binaries(), FileAccess.SHARED_EXECUTABLE);
        FileAccess.createDirectory(layout.configuration(), FileAccess.SHARED_EXECUTABLE);
        return layout;
    }

    Path binaries() {
        return engine.resolve("binaries");
    }

    Path data() {
        return engine.resolve("data");
    }

    Path configuration() {
        return engine.resolve("configuration");
    }

    Path log() {
        return engine.resolve("log");
    }

    Path socket() {
        return engine.resolve("socket");
    }

    /** What PostgreSQL says before its own log is open. */
    Path startupLog() {
        return engine.resolve("startup.log");
    }

    /** Names the socket directory of the last start where that is not {@link #socket()}. */
    Path socketDirectoryElsewhere() {
        return engine.resolve("socket-directory");
    }

    Path newDataDirectory() throws IOException {
        return Files.createTempDirectory(engine, INITIALISING);
    }

    Path newBinariesDirectory() throws IOException {
        return Files.createTempDirectory(binaries(), UNPACKING);
    }

    /** Deletes what interrupted starts left half-made. No other start is under way. */
    void deleteLeftovers() throws IOException, InterruptedException {
        deleteAll(engine, INITIALISING);
        deleteAll(binaries(), UNPACKING);
    }

    private static void deleteAll(Path parent, String prefix) throws IOException, InterruptedException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parent, prefix + "*")) {
            for (Path leftover : leftovers) {
                FileAccess.deleteRecursively(leftover);
            }
        }
    }
}
