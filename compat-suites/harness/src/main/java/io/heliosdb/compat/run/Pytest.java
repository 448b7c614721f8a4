package io.heliosdb.compat.run;

import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.matrix.UpstreamSuite;
import io.heliosdb.compat.process.ChildEnvironment;
import io.heliosdb.compat.process.ProcessGroup;
import io.heliosdb.compat.provisioning.SourcePackages;
import io.heliosdb.compat.server.ServerUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How pytest is called, the same for collecting and for running.
 *
 * @param suites the folder that the suites and the plugin lie in
 * @param cache where Python keeps its compiled modules, and where the drivers' sources lie
 */
record Pytest(Path suites, Path cache) {

    private static final String PLUGIN = "compat_stream";

    /** Runs drivers' own suites. */
    private static final String UPSTREAM = "compat_upstream";

    /**
     * The call that lists the cases of a cell.
     *
     * @param server what the cases are going to run against, where they cannot be listed without it
     */
    ProcessGroup.Start collection(Cell cell, Path python, Path log, Optional<ServerUnderTest> server) {
        Map<String, String> environment = environment(cell);
        server.ifPresent(known -> environment.putAll(address(cell, known)));
        return start(cell, python, log, environment, List.of("--collect-only", "--quiet"));
    }

    /** The call that runs the cases whose ids stand in {@code selection}, one a line. */
    ProcessGroup.Start run(Cell cell, Path python, Path log, ServerUnderTest server, Path selection) {
        Map<String, String> environment = environment(cell);
        environment.putAll(address(cell, server));
        return start(cell, python, log, environment, List.of("--compat-select", selection.toString()));
    }

    private static Map<String, String> address(Cell cell, ServerUnderTest server) {
        Map<String, String> address =
                new TreeMap<>(server.endpoint(cell.protocol().port()).variables());
        server.ports()
                .forEach((name, port) ->
                        address.put("COMPAT_PORT_" + name.toUpperCase(Locale.ROOT), Integer.toString(port)));
        return address;
    }

    private ProcessGroup.Start start(
            Cell cell, Path python, Path log, Map<String, String> environment, List<String> options) {
        List<String> command = new ArrayList<>();
        // The option prints the Python stack of every thread when the process is aborted or crashes.
        command.addAll(List.of(python.toString(), "-X", "faulthandler", "-m"));
        if (cell.upstream().isPresent()) {
            UpstreamSuite suite = cell.upstream().get();
            Path sources = SourcePackages.folder(cache, suite.source());
            command.addAll(List.of(UPSTREAM, suite.recipe().toString(), sources.toString(), "-p", PLUGIN));
            command.addAll(options);
        } else {
            command.addAll(List.of("pytest", "-p", PLUGIN, "--rootdir", suites.toString()));
            command.addAll(options);
            command.addAll(cell.suites());
        }
        return new ProcessGroup.Start(command, suites, environment, log, Duration.ZERO);
    }

    private Map<String, String> environment(Cell cell) {
        Map<String, String> environment = ChildEnvironment.forPython(cache);
        environment.putAll(cell.environment());
        environment.put("PYTHONPATH", suites.toString());
        environment.put("COMPAT_EVENTS_FD", "3");
        environment.put("COMPAT_LANE", cell.lane().id());
        environment.put("COMPAT_CELL", cell.driverAtVersion());
        return environment;
    }
}
