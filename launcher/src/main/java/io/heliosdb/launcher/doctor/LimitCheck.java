package io.heliosdb.launcher.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many connections the system lets one process have. */
final class LimitCheck implements Check {
    private static final Pattern OPEN_FILES = Pattern.compile("Max open files\\s+\\S+\\s+(\\d+|unlimited)");
    private static final long ENOUGH = 8192;

    private final Path limits;

    /** @param limits {@code /proc/self/limits} */
    LimitCheck(Path limits) {
        this.limits = limits;
    }

    @Override
    public List<Finding> run() {
        try {
            // The JVM raises its soft limit to the hard one, which is the second column.
            Matcher line = OPEN_FILES.matcher(Files.readString(limits));
            if (!line.find()) {
                return List.of();
            }
            String limit = line.group(1);
            if (limit.equals("unlimited") || Long.parseLong(limit) >= ENOUGH) {
                return List.of(Finding.ok("Open files", limit));
            }
            return List.of(Finding.warn(
                    "Open files",
                    limit,
                    "Every connection takes one or two; for thousands of them: ulimit -n " + ENOUGH));
        } catch (IOException e) {
            // Not Linux.
            return List.of();
        }
    }
}
