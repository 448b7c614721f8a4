package io.heliosdb.compat;

import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.matrix.KnownGaps;
import io.heliosdb.compat.matrix.Matrix;
import io.heliosdb.compat.provisioning.Environments;
import io.heliosdb.compat.provisioning.PythonInterpreter;
import io.heliosdb.compat.run.Lab;
import io.heliosdb.compat.run.LabListener;
import io.heliosdb.compat.server.BundleProject;
import io.heliosdb.compat.server.ReferenceMariaDb;
import io.heliosdb.compat.server.ReferencePostgres;
import io.heliosdb.compat.server.ServerProcess;
import io.heliosdb.compat.server.ServerUnderTest;
import io.heliosdb.compat.server.Servers;
import io.heliosdb.compat.server.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a lab together from its options. */
public final class LabFactory {

    /** Long enough for a first start, which unpacks and initialises the engine, on a busy machine. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private LabFactory() {}

    /**
     * A lab that runs what {@code options} say.
     *
     * @param listeners hear of the run
     * @throws LabException where the matrix is not in order or there is no Python
     */
    public static Lab create(ConformanceOptions options, Progress progress, List<LabListener> listeners)
            throws InterruptedException {
        Matrix matrix = Matrix.read(options.suites());
        // A wrong name or no Python is said before anything is started.
        options.selection().of(matrix);
        PythonInterpreter python = options.python().isPresent()
                ? PythonInterpreter.find(List.of(options.python().get()))
                : PythonInterpreter.find();
        Path logs = logs(options);
        Lab.Settings settings = new Lab.Settings(
                matrix,
                options.selection(),
                options.cases(),
                KnownGaps.read(matrix.directory()),
                logs,
                options.silence(),
                options.jobs());
        Servers servers = new Servers(
                live(options, logs.resolve("server.log"), Optional.empty()),
                Map.of(
                        ReferencePostgres.NAME,
                        () -> ReferencePostgres.start(progress),
                        ReferenceMariaDb.NAME,
                        mariaDb(ReferenceMariaDb.Clients.CASES, logs.resolve("mariadb.log"), progress)),
                Map.of(
                        ReferenceMariaDb.NAME,
                        mariaDb(ReferenceMariaDb.Clients.SUITES, logs.resolve("mariadb-suites.log"), progress)),
                deployed(options, matrix, logs),
                progress);
        return new Lab(settings, new Environments(options.cache(), python, progress), servers, progress, listeners);
    }

    private static ServerUnderTest.Starter mariaDb(ReferenceMariaDb.Clients clients, Path log, Progress progress) {
        return () -> ReferenceMariaDb.start(clients, log, progress);
    }

    /** The folder for the logs of servers and drivers. */
    static Path logs(ConformanceOptions options) {
        return options.out().toAbsolutePath().resolve("logs");
    }

    /** For each protocol whose bundle does not come with the server, a server that has it. */
    private static Map<String, ServerUnderTest.Starter> deployed(ConformanceOptions options, Matrix matrix, Path logs) {
        Map<String, ServerUnderTest.Starter> starters = new HashMap<>();
        if (options.target().isEmpty()) {
            matrix.cells().stream().map(Cell::protocol).distinct().forEach(protocol -> protocol.bundle()
                    .map(project -> new BundleProject(project, options.cache(), options.server()))
                    .ifPresent(project -> starters.put(
                            protocol.id(),
                            live(options, logs.resolve("server-" + protocol.id() + ".log"), Optional.of(project)))));
        }
        return starters;
    }

    /** @param project the bundle that is built first, and deployed */
    private static ServerUnderTest.Starter live(ConformanceOptions options, Path log, Optional<BundleProject> project) {
        if (options.target().isPresent()) {
            Target target = Target.read(options.target().get());
            return () -> target;
        }
        if (options.server().isEmpty()) {
            return () -> {
                throw new LabException("no server for the live lane: name a running one with --target");
            };
        }
        return () -> ServerProcess.start(new ServerProcess.Description(
                options.server(),
                options.product(),
                log,
                START_LIMIT,
                project.isPresent() ? List.of(project.get().build()) : List.of()));
    }
}
