package io.heliosdb.launcher;

import io.heliosdb.launcher.home.Home;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The container's probe runner, without a server in the same process. */
public final class Probes implements AutoCloseable {
    private final OfflineContainer container;
    private final Runner runner;

    /** The service that runs probes, as far as it is called from here. */
    public interface Runner {
        Map<String, Object> run(Path file, Map<String, String> target, Duration limit);
    }

    private Probes(OfflineContainer container, Runner runner) {
        this.container = container;
        this.runner = runner;
    }

    public static Probes open(Home home) throws LaunchException {
        OfflineContainer container = OfflineContainer.open(home, List.of());
        try {
            return new Probes(container, container.service("io.heliosdb.probes.ProbeRunner", Runner.class));
        } catch (LaunchException e) {
            container.close();
            throw e;
        }
    }

    public Runner runner() {
        return runner;
    }

    @Override
    public void close() {
        container.close();
    }
}
