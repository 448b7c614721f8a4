package io.heliosdb.compat.provisioning;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.process.ChildEnvironment;
import io.heliosdb.compat.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Python that environments are made from.
 *
 * @param executable the interpreter itself, not a shim in front of it
 * @param version its version, such as {@code 3.11.7}
 */
public record PythonInterpreter(Path executable, String version) {

    /** The names that are looked for on the PATH, best first. */
    static final List<String> NAMES = List.of("python3.13", "python3.12", "python3.11", "python3");

    private static final int OLDEST_MINOR = 11;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern ANSWER = Pattern.compile("(?m)^python=(3)\\.(\\d+)\\.(\\d+) (.+)$");
    private static final String QUESTION =
            "import sys; print('python=%d.%d.%d %s' % (sys.version_info[:3] + (sys.executable,)))";

    /**
     * Finds the best Python on the PATH.
     *
     * @throws LabException where there is none that is new enough; the message says what to do
     */
    public static PythonInterpreter find() throws InterruptedException {
        return find(NAMES);
    }

    /** Finds the first of {@code names} that is new enough; each is a name on the PATH, or a path. */
    public static PythonInterpreter find(List<String> names) throws InterruptedException {
        List<String> found = new ArrayList<>();
        for (String name : names) {
            Optional<PythonInterpreter> python = ask(name);
            if (python.isPresent() && python.get().minor() >= OLDEST_MINOR) {
                return python.get();
            }
            python.ifPresent(old -> found.add(name + " is " + old.version));
        }
        throw new LabException("no Python 3." + OLDEST_MINOR + " or newer (looked for " + String.join(", ", names)
                + (found.isEmpty() ? "" : "; " + String.join(", ", found))
                + "). Install one, on Debian: apt install python3 python3-venv; or name one with --python");
    }

    /** Asks an interpreter for its version; a shim may be on the PATH without anything behind it. */
    private static Optional<PythonInterpreter> ask(String name) throws InterruptedException {
        try {
            Command.Result answer = Command.run(List.of(name, "-c", QUESTION), ChildEnvironment.clean(), LIMIT);
            Matcher matcher = ANSWER.matcher(answer.output());
            if (!answer.succeeded() || !matcher.find()) {
                return Optional.empty();
            }
            String version = matcher.group(1) + "." + matcher.group(2) + "." + matcher.group(3);
            return Optional.of(new PythonInterpreter(Path.of(matcher.group(4)), version));
        } catch (IOException e) {
            throw new LabException("cannot start a process: " + e.getMessage(), e);
        }
    }

    /** The version without its last part, such as {@code 3.11}: what environments are compatible with. */
    public String line() {
        return "3." + minor();
    }

    private int minor() {
        return Integer.parseInt(version.split("\\.", -1)[1]);
    }
}
