package io.heliosdb.pg.embedded.internal;

import java.util.ArrayList;
import java.util.List;

/** Has a child process end with this JVM, even if that is killed. */
final class ParentWatch {

    /**
     * Starts a watcher and becomes the command, so that the process that Java started is the command's own. The watcher
     * reads the pipe whose other end this JVM holds: when that ends, the JVM has gone or the command has (Java closes the
     * pipe then), and the command, if it is still there, is interrupted. The watcher's parent ends at once, so that it does
     * not become a child of the command: a postmaster would report it as a stray one.
     */
    private static final String SCRIPT =
            """
            watched=$$
            exec 3<&0 </dev/null
            ( (
              trap '' HUP INT TERM
              read -r line <&3
              kill -INT "$watched"
            ) >/dev/null 2>&1 & )
            exec "$@" 3<&-
            """;

    private ParentWatch() {}

    /**
     * The command with its watcher; its standard input must be a pipe that nothing is written to. SIGINT means a fast
     * shutdown to PostgreSQL and the removal of its files to initdb. Windows has no such means: there, what a killed JVM
     * leaves is ended by the next start.
     */
    static List<String> around(List<String> command) {
        if (Platform.isWindows()) {
            return command;
        }
        List<String> full = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh"));
        full.addAll(command);
        return full;
    }
}
