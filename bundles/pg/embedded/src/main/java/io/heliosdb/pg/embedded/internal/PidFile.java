package io.heliosdb.pg.embedded.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The first and the last line of {@code postmaster.pid}, the file by which PostgreSQL tells who runs on a data directory.
 *
 * @param pid the postmaster
 * @param ready whether it lets clients in
 */
record PidFile(long pid, boolean ready) {

    private static final String NAME = "postmaster.pid";

    /** Line of the state, counted from 0: {@code LOCK_FILE_LINE_PM_STATUS}. */
    private static final int STATE_LINE = 7;

    /** More than the file ever holds: it lies where the engine's account could put another one. */
    private static final int LONGEST = 16 * 1024;

    static Path in(Path data) {
        return data.resolve(NAME);
    }

    /** Empty if there is no such file, or none that has been written yet. */
    static Optional<PidFile> read(Path data) throws IOException {
        List<String> lines;
        try (InputStream in = Files.newInputStream(in(data))) {
            lines = new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1)
                    .lines()
                    .map(String::strip)
                    .toList();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            boolean ready = lines.size() > STATE_LINE && lines.get(STATE_LINE).equals("ready");
            return lines.isEmpty() ? Optional.empty() : Optional.of(new PidFile(Long.parseLong(lines.get(0)), ready));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
