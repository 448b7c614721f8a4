package io.heliosdb.launcher;

import io.heliosdb.launcher.configuration.ConfigurationFolder;
import io.heliosdb.launcher.container.BundleFile;
import io.heliosdb.launcher.container.Container;
import io.heliosdb.launcher.container.ContainerConfiguration;
import io.heliosdb.launcher.home.Home;
import io.heliosdb.launcher.home.HomeLock;
import io.heliosdb.launcher.home.ReadyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server: the lock on its home, its container, its ready file; from started to stopped. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private static final Duration BUNDLES_START = Duration.ofSeconds(60);
    /** Components start with their bundles; what is not there shortly after lacks something. */
    private static final Duration SERVICE_COMES = Duration.ofSeconds(10);

    /** The engine's first start unpacks it and makes the cluster; after a crash it recovers. */
    private static final Duration ENGINE_START = Duration.ofMinutes(5);

    /** Jars that are new here, or were changed, are probed; the others are not. */
    private static final Duration JARS_SETTLE = Duration.ofMinutes(5);

    private static final Duration PORTS_OPEN = Duration.ofSeconds(20);
    /** How long statements that run when the server is stopped may take to finish. */
    private static final Duration SESSIONS_END = Duration.ofSeconds(3);

    private static final Duration BUNDLES_STOP = Duration.ofSeconds(6);

    private final Home home;
    private final Map<String, String> properties;
    private final List<ReadyFile> readyFiles;

    private volatile HomeLock lock;
    private volatile Container container;
    private volatile ConfigurationFolder etc;
    private volatile GatewayPorts gateway;

    /** The engine's service, as far as it is called from here. */
    private interface EngineState {
        CompletionStage<Void> ready();
    }

    /** The deployer's service, as far as it is called from here. */
    private interface DeployedJars {
        CompletionStage<Void> settled();
    }

    /** The gateway's service, as far as it is called from here. */
    private interface GatewayPorts {
        CompletionStage<Map<String, Integer>> open();

        CompletionStage<Map<String, Integer>> openPorts();

        CompletionStage<Void> close(Duration grace);
    }

    /**
     * @param properties of {@link ServerProperties}; the home is added here
     * @param readyFile to be written when every port listens, beside the home's own
     */
    public Server(Home home, Map<String, String> properties, Optional<Path> readyFile) {
        this.home = home;
        this.properties = new HashMap<>(properties);
        this.properties.put(ServerProperties.HOME, home.root().toString());
        this.properties.put(ServerProperties.VERSION, Packaged.version());
        this.readyFiles = Stream.concat(Stream.of(home.serverFile()), readyFile.stream())
                .map(ReadyFile::new)
                .toList();
    }

    /**
     * Starts the container, the engine and at last the ports.
     *
     * @return the ports by name
     * @throws LaunchException saying in one line what the operator can mend; {@link #close} is still to be called
     */
    public Map<String, Integer> start() throws LaunchException {
        home.create();
        lock = HomeLock.acquire(home);
        for (ReadyFile file : readyFiles) {
            file.delete();
        }
        LOG.debug("HeliosDB {} in {}", Packaged.version(), home.root());

        Map<String, String> framework = new HashMap<>(DeployFolder.properties(home));
        framework.putAll(properties);
        Packaged packaged = Packaged.here();
        packaged.tidy(home.cache());
        List<BundleFile> bundles = packaged.bundles(home.cache());
        container = Container.install(
                new ContainerConfiguration(bundles, home.cache().resolve("framework"), framework));
        etc = new ConfigurationFolder(home.etc(), container.context());
        etc.apply();
        etc.startWatching();
        container.startTo(Container.DEPLOYED_LEVEL, BUNDLES_START);

        EngineState engine = container.awaitService("io.heliosdb.spi.engine.Engine", EngineState.class, SERVICE_COMES);
        await("The engine", engine.ready(), ENGINE_START);
        gateway = container.awaitService("io.heliosdb.spi.protocol.Gateway", GatewayPorts.class, SERVICE_COMES);
        await("The gateway", gateway.open(), PORTS_OPEN);
        DeployedJars deployed =
                container.awaitService("io.heliosdb.deploy.DeployFolder", DeployedJars.class, SERVICE_COMES);
        await("The deploy folder", deployed.settled(), JARS_SETTLE);
        Map<String, Integer> ports = await("The gateway", gateway.openPorts(), PORTS_OPEN);
        for (ReadyFile file : readyFiles) {
            file.write(home, ports);
        }
        return ports;
    }

    /** Where the container's services are. */
    BundleContext context() {
        return container.context();
    }

    /** Opens the container's shell on this process's terminal, once the server is started. */
    public void openShell() throws LaunchException {
        container.startTo(Container.SHELL_LEVEL, BUNDLES_START);
    }

    /** Ends the sessions, then the engine, then everything else; goes on where one of them does not end in time. */
    @Override
    public void close() {
        try {
            if (lock != null) {
                for (ReadyFile file : readyFiles) {
                    file.delete();
                }
            }
            if (gateway != null) {
                await("The gateway", gateway.close(SESSIONS_END), SESSIONS_END.plusSeconds(1));
            }
        } catch (LaunchException e) {
            LOG.warn("{}", e.getMessage());
        }
        if (etc != null) {
            etc.close();
        }
        if (container != null && !container.stop(BUNDLES_STOP)) {
            LOG.warn("The bundles did not stop within {} s", BUNDLES_STOP.toSeconds());
        }
        if (lock != null) {
            lock.close();
        }
    }

    private static <T> T await(String what, CompletionStage<T> stage, Duration timeout) throws LaunchException {
        try {
            return stage.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            LOG.debug("{}", what, e.getCause());
            throw new LaunchException(String.valueOf(e.getCause().getMessage()), e);
        } catch (TimeoutException e) {
            throw new LaunchException(what + " did not answer within " + timeout.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException(what + " was not waited for", e);
        }
    }
}
