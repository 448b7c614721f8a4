package io.heliosdb.pg.engine.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliosdb.files.AtomicFile;
import io.heliosdb.files.FileMode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The passwords that this server gave to roles on external engines, in a file that only its own user can read. Blocks: not
 * for an event loop. For several threads.
 */
final class Credentials {
    private static final TypeReference<TreeMap<String, Map<String, String>>> CONTENT = new TypeReference<>() {};

    private final ObjectMapper mapper = new ObjectMapper();
    private final Path file;

    /** By engine, then by role; null until it was read. */
    private Map<String, Map<String, String>> passwords;

    Credentials(Path file) {
        this.file = file;
    }

    /** @throws HeliosException 58030 where the file cannot be read */
    synchronized Optional<String> find(String engine, String role) {
        return Optional.ofNullable(read().getOrDefault(engine, Map.of()).get(role));
    }

    /**
     * Keeps a password. When this returns, it is on disk.
     *
     * @throws HeliosException 58030 where the file cannot be read or written
     */
    synchronized void keep(String engine, String role, String password) {
        read().computeIfAbsent(engine, absent -> new TreeMap<>()).put(role, password);
        try {
            write();
        } catch (IOException e) {
            passwords = null;
            throw new HeliosException(SqlState.IO_ERROR, "cannot write " + file + ": " + e.getMessage());
        }
    }

    private Map<String, Map<String, String>> read() {
        if (passwords == null) {
            try {
                passwords = Files.exists(file) ? mapper.readValue(file.toFile(), CONTENT) : new TreeMap<>();
            } catch (JacksonException e) {
                // The exception's own message shows what it stumbled over.
                throw new HeliosException(
                        SqlState.IO_ERROR,
                        "cannot read " + file + ": not JSON of the expected form at line "
                                + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()));
            } catch (IOException e) {
                throw new HeliosException(SqlState.IO_ERROR, "cannot read " + file + ": " + e.getMessage());
            }
        }
        return passwords;
    }

    private void write() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory, FileMode.PASSABLE_FOLDER.attributes(directory));
        AtomicFile.write(
                file, mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(passwords), FileMode.PRIVATE_FILE);
    }
}
