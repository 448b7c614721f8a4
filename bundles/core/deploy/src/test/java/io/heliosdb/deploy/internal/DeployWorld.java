package io.heliosdb.deploy.internal;

import io.heliosdb.gateway.GatewaySettings;
import io.heliosdb.gateway.NettyGateway;
import io.heliosdb.gateway.ServiceCatalog;
import io.heliosdb.gateway.internal.GatewayKeys;
import io.heliosdb.gateway.internal.catalog.Origin;
import io.heliosdb.identity.UserAdministration;
import io.heliosdb.probes.ProbeCase;
import io.heliosdb.probes.ProbeResult;
import io.heliosdb.probes.ProbeRunner;
import io.heliosdb.probes.ProbeTarget;
import io.heliosdb.spi.operation.DeployedBundle;
import io.heliosdb.spi.operation.Deployments;
import io.heliosdb.spi.protocol.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** A framework, an open gateway and a deployer between them; everything but the jars is on the class path. */
final class DeployWorld implements AutoCloseable {
    private static final String PACKAGES =
            "io.heliosdb.spi.error,io.heliosdb.spi.protocol,io.netty.buffer,io.netty.channel,io.netty.util.concurrent";

    final Path folder;
    final ServiceCatalog catalog = new ServiceCatalog();
    final NettyGateway gateway;
    final Deployer deployer;
    final FakeProbes probes = new FakeProbes();
    final FakeUsers users = new FakeUsers();
    final Map<String, String> configuration = new HashMap<>();
    private final Framework framework;
    private final Path home;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ServiceTracker<Protocol, Protocol> tracker;

    DeployWorld(Path home) throws IOException, BundleException {
        this.home = home;
        folder = Files.createDirectories(home.resolve("deploy"));
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        home.resolve("framework").toString(),
                        Constants.FRAMEWORK_BSNVERSION,
                        Constants.FRAMEWORK_BSNVERSION_MULTIPLE,
                        Constants.FRAMEWORK_BEGINNING_STARTLEVEL,
                        "5",
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        PACKAGES,
                        "felix.fileinstall.dir",
                        folder.toString(),
                        "heliosdb.home",
                        home.toString()));
        framework.start();
        GatewaySettings settings = GatewayKeys.reader(home, (key, why) -> {
                    throw new AssertionError(key + ": " + why);
                })
                .read(Map.of("ephemeral", "true", "tls.enabled", "false", "detection-hold", "100 ms"));
        gateway = new NettyGateway(settings, catalog);
        gateway.open().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        tracker = new ServiceTracker<>(context(), Protocol.class, new Catalogued());
        tracker.open();
        deployer = deployer();
    }

    private Deployer deployer() {
        Starter starter = new Starter(context(), gateway.operations(), new NoComponents(), workers);
        return new Deployer(
                folder,
                gateway.operations(),
                starter,
                new ProbeGate(
                        starter,
                        new Prober(home, gateway.operations(), users, probes),
                        new Verdicts(folder.resolve(".probed"), "1")),
                new Retirement(context(), gateway.operations(), starter, workers),
                this::settings,
                workers);
    }

    /** As the container's configuration admin. */
    void makesConfigurationsForEachBundle() {
        context()
                .registerService(
                        ConfigurationAdmin.class,
                        new ServiceFactory<>() {
                            @Override
                            public ConfigurationAdmin getService(
                                    Bundle bundle, ServiceRegistration<ConfigurationAdmin> registration) {
                                return (ConfigurationAdmin) Proxy.newProxyInstance(
                                        ConfigurationAdmin.class.getClassLoader(),
                                        new Class<?>[] {ConfigurationAdmin.class},
                                        (proxy, method, arguments) -> null);
                            }

                            @Override
                            public void ungetService(
                                    Bundle bundle,
                                    ServiceRegistration<ConfigurationAdmin> registration,
                                    ConfigurationAdmin service) {
                                // It keeps none.
                            }
                        },
                        null);
    }

    /** As Declarative Services do in the name of a bundle. */
    void looksForConfigurations(Bundle bundle) {
        ServiceReference<?> configurations =
                bundle.getBundleContext().getServiceReference(ConfigurationAdmin.class.getName());
        if (bundle.getBundleContext().getService(configurations) == null) {
            throw new AssertionError("no configurations");
        }
        bundle.getBundleContext().ungetService(configurations);
    }

    /** The deployer as the container makes it, a second one beside {@link #deployer}. */
    DeployComponent component() {
        return new DeployComponent(context(), configuration, gateway.operations(), users, probes, new NoComponents());
    }

    /** A bundle that is there before the folder is looked at, as those of the program are. */
    Bundle comesWithTheProgram(Path jar) throws BundleException, IOException {
        try (InputStream in = Files.newInputStream(jar)) {
            Bundle bundle = context().installBundle("program:" + jar.getFileName(), in);
            bundle.start();
            return bundle;
        }
    }

    private DeploySettings settings() {
        return DeployKeys.reader(home, (key, why) -> {
                    throw new AssertionError(key + ": " + why);
                })
                .read(configuration);
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** What became of a jar that was put into the folder. */
    DeployedBundle arrives(Path jar) {
        Artifact artifact = deployer.arrived(jar);
        artifact.settled().orTimeout(60, TimeUnit.SECONDS).join();
        return described(jar);
    }

    /** The last that is known of a file. */
    DeployedBundle described(Path jar) {
        return deployer.list().stream()
                .filter(bundle -> bundle.file().equals(jar.getFileName().toString()))
                .findFirst()
                .orElseThrow();
    }

    /** Which version answers a new client; {@code refused} where none does. */
    String serving() {
        try (SampleClient client = client()) {
            String answer = client.ask();
            return answer == null ? "refused" : answer;
        } catch (IOException e) {
            return "refused";
        }
    }

    SampleClient client() throws IOException {
        return new SampleClient(gateway.openPorts().toCompletableFuture().join().getOrDefault("sample", 1));
    }

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 30 s: " + what);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() throws BundleException {
        tracker.close();
        gateway.shutDown().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        workers.shutdownNow();
        framework.stop();
        try {
            framework.waitForStop(10_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What the gateway's component does in a server. */
    private final class Catalogued implements ServiceTrackerCustomizer<Protocol, Protocol> {
        @Override
        public Protocol addingService(ServiceReference<Protocol> reference) {
            Protocol protocol = context().getService(reference);
            catalog.addProtocol(
                    protocol,
                    new Origin(
                            (Long) reference.getProperty(Constants.SERVICE_ID),
                            (String) reference.getProperty("heliosdb.protocol.version"),
                            0,
                            reference.getBundle().getBundleId(),
                            reference.getBundle().getLocation().startsWith(Deployments.HELD_LOCATION)));
            return protocol;
        }

        @Override
        public void modifiedService(ServiceReference<Protocol> reference, Protocol protocol) {
            // nothing of it changes
        }

        @Override
        public void removedService(ServiceReference<Protocol> reference, Protocol protocol) {
            catalog.removeProtocol(protocol);
            context().ungetService(reference);
        }
    }

    /** Probes by whose names it is known what they want; all of them ask the server first. */
    static final class FakeProbes implements ProbeRunner {
        /** What each run was answered. */
        final List<String> answers = new CopyOnWriteArrayList<>();

        @Override
        public ProbeResult run(Path file, ProbeTarget target, Duration limit) {
            String answer;
            try (SampleClient client = new SampleClient(target.port())) {
                answer = client.ask();
            } catch (IOException e) {
                answer = e.toString();
            }
            answers.add(answer);
            String name = file.getFileName().toString();
            ProbeCase.Verdict verdict = name.startsWith("red")
                    ? ProbeCase.Verdict.FAILED
                    : name.startsWith("skipped") ? ProbeCase.Verdict.SKIPPED : ProbeCase.Verdict.PASSED;
            ProbeCase one = new ProbeCase(
                    "answers",
                    "The server answers.",
                    verdict,
                    Duration.ofMillis(1),
                    verdict == ProbeCase.Verdict.FAILED ? "it answered " + answer : "",
                    "",
                    "");
            return new ProbeResult(file, target, "test 1", List.of(one), Duration.ofMillis(1));
        }

        @Override
        public Map<String, Object> run(Path file, Map<String, String> target, Duration limit) {
            throw new UnsupportedOperationException();
        }
    }

    /** Users by name. */
    static final class FakeUsers implements UserAdministration {
        final List<String> names = new CopyOnWriteArrayList<>();

        @Override
        public void add(String name, char[] password, Map<String, String> settings) {
            names.add(name);
        }

        @Override
        public void setPassword(String name, char[] password) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void drop(String name) {
            names.remove(name);
        }

        @Override
        public List<Map<String, String>> list() {
            List<Map<String, String>> list = new ArrayList<>();
            names.forEach(name -> list.add(Map.of("name", name)));
            return list;
        }
    }

    Optional<DeployedBundle> packaged() {
        return deployer.list().stream()
                .filter(bundle -> bundle.file().isEmpty())
                .findFirst();
    }
}
