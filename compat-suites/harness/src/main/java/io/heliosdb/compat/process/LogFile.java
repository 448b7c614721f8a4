package io.heliosdb.compat.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A log that another process writes, read in slices. A log that cannot be read reads as empty: it explains a failure,
 * it must not be one.
 *
 * @param path the file
 */
public record LogFile(Path path) {

    private static final int MAXIMUM_SLICE = 64 << 10;

    /** How many lines explain the end of a process: a Python stack with some lines before it. */
    private static final int LAST_LINES = 60;

    /** How long the log is by now, in bytes. */
    public long length() {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return file.size();
        } catch (IOException e) {
            return 0;
        }
    }

    /** The lines that the log ends with, for a message about the process that wrote it. */
    public String end() {
        List<String> lines = since(0).strip().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** What was written since the log was {@code from} bytes long; only the end of it where it is very long. */
    public String since(long from) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            long start = Math.max(from, file.size() - MAXIMUM_SLICE);
            ByteBuffer slice = ByteBuffer.allocate((int) Math.max(0, file.size() - start));
            while (slice.hasRemaining() && file.read(slice, start + slice.position()) >= 0) {
                // A read may stop short of the end.
            }
            String text = StandardCharsets.UTF_8.decode(slice.flip()).toString();
            return start > from ? "…\n" + text : text;
        } catch (IOException e) {
            return "";
        }
    }
}
