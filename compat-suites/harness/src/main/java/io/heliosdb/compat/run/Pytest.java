package io.heliosdb.compat.run;

import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.process.ChildEnvironment;
import io.heliosdb.compat.process.ProcessGroup;
import io.heliosdb.compat.server.ServerUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How pytest is called, the same for collecting and for running.
 *
 * @param suites the folder that the suites and the plugin lie in
 * @param cache where Python keeps its compiled modules
 */
record Pytest(Path suites, Path cache) {

    private static final String PLUGIN = "compat_stream";

    /** The call that lists the cases of a cell. */
    ProcessGroup.Start collection(Cell cell, Path python, Path log) {
        Map<String, String> environment = environment(cell);
        return start(cell, python, log, environment, List.of("--collect-only", "--quiet"));
    }

    /** The call that runs the cases whose ids stand in {@code selection}, one a line. */
    ProcessGroup.Start run(Cell cell, Path python, Path log, ServerUnderTest server, Path selection) {
        Map<String, String> environment = environment(cell);
        environment.putAll(server.endpoint(cell.protocol().port()).variables());
        server.ports()
                .forEach((name, port) ->
                        environment.put("COMPAT_PORT_" + name.toUpperCase(Locale.ROOT), Integer.toString(port)));
        return start(cell, python, log, environment, List.of("--compat-select", selection.toString()));
    }

    private ProcessGroup.Start start(
            Cell cell, Path python, Path log, Map<String, String> environment, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                python.toString(),
                // Prints the Python stack of every thread when the process is aborted or crashes.
                "-X",
                "faulthandler",
                "-m",
                "pytest",
                "-p",
                PLUGIN,
                "--rootdir",
                suites.toString()));
        command.addAll(options);
        command.addAll(cell.suites());
        return new ProcessGroup.Start(command, suites, environment, log, Duration.ZERO);
    }

    private Map<String, String> environment(Cell cell) {
        Map<String, String> environment = ChildEnvironment.forPython(cache);
        environment.putAll(cell.environment());
        environment.put("PYTHONPATH", suites.toString());
        environment.put("COMPAT_EVENTS_FD", "3");
        environment.put("COMPAT_LANE", cell.lane().id());
        return environment;
    }
}
