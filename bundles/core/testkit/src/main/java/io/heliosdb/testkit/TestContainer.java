package io.heliosdb.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A container as the server's, with the server's own bundles as far as they are on the class path, and no engine. Logging is
 * the test's. In it runs the demo user {@code demo} with password {@code demo}, where a mechanism is on the class path.
 */
public final class TestContainer implements AutoCloseable {
    private static final long LIMIT_MILLIS = 30_000;
    private static final String GATEWAY = "io.heliosdb.spi.protocol.Gateway";
    private static final String KIT = "io.heliosdb.core.testkit";

    /** Bundles of the class path that a server has, by their symbolic names; others are libraries of tests. */
    private static final Pattern PLATFORM = Pattern.compile(
            "io\\.heliosdb\\..*|io\\.netty\\..*|bc(pkix|prov|util)(-.*)?"
                    + "|com\\.fasterxml\\.jackson\\.core\\..*|com\\.github\\.ben-manes\\.caffeine|org\\.apache\\.felix\\.(configadmin|scr)");

    /** Bundles of the class path whose packages the test and the container share. */
    private static final Set<String> SHARED = Set.of(
            "slf4j.api",
            "org.osgi.service.cm",
            "org.osgi.service.component",
            "org.osgi.service.log",
            "org.osgi.util.function",
            "org.osgi.util.promise");

    private static final Pattern USES = Pattern.compile(";\\s*uses:=(\"[^\"]*\"|[^,;]*)");

    private final Framework framework;
    private Map<String, Integer> ports;

    /**
     * Starts it.
     *
     * @param home a folder of its own, of the server and of the framework
     * @param others bundles beside those of the platform, in the order in which they start
     */
    public TestContainer(Path home, List<Path> others) throws BundleException {
        List<BundleJar> classPath = BundleJar.onClassPath();
        Map<String, String> configuration = new HashMap<>();
        configuration.put(Constants.FRAMEWORK_STORAGE, home.resolve("framework").toString());
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, shared(classPath));
        configuration.put("heliosdb.home", home.toString());
        configuration.put("heliosdb.ephemeral", "true");
        configuration.put("heliosdb.bind", "127.0.0.1");
        configuration.put("heliosdb.demo", "true");
        framework = new FrameworkFactory().newFramework(configuration);
        framework.start();
        try {
            List<Path> own = others.stream().map(TestContainer::real).toList();
            List<Bundle> installed = new ArrayList<>();
            for (BundleJar bundle : classPath) {
                if (PLATFORM.matcher(bundle.symbolicName()).matches()
                        && !bundle.symbolicName().equals(KIT)
                        && !own.contains(bundle.path())) {
                    installed.add(context().installBundle(bundle.location()));
                }
            }
            for (Path path : own) {
                installed.add(install(path));
            }
            for (Bundle bundle : installed) {
                start(bundle);
            }
        } catch (BundleException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The packages that bundles import from the test's own class path. */
    private static String shared(List<BundleJar> classPath) {
        return classPath.stream()
                .filter(bundle -> SHARED.contains(bundle.symbolicName()))
                .map(bundle ->
                        USES.matcher(bundle.header(Constants.EXPORT_PACKAGE)).replaceAll(""))
                .collect(Collectors.joining(","));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new AssertionError(path + " is not there: the bundle is built before its tests run", e);
        }
    }

    public BundleContext context() {
        return framework.getBundleContext();
    }

    /** Installs one more bundle, without starting it. */
    public Bundle install(Path bundle) throws BundleException {
        BundleJar jar = BundleJar.of(bundle)
                .orElseThrow(() -> new AssertionError(bundle + " has no manifest: the bnd plugin writes it"));
        return context().installBundle(jar.location());
    }

    /** Starts a bundle; a fragment has nothing to start. */
    public static void start(Bundle bundle) throws BundleException {
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
            bundle.start();
        }
    }

    /** Whether a service of that contract has that name, when it comes; the name is the property's that its annotation sets. */
    public boolean provides(String contract, String property, String name) {
        ServiceTracker<?, ?> tracker = track(contract);
        try {
            Waiting.until(
                    contract + " " + name + " is registered", () -> Stream.ofNullable(tracker.getServiceReferences())
                            .flatMap(Stream::of)
                            .anyMatch(reference -> name.equals(reference.getProperty(property))));
            return true;
        } finally {
            tracker.close();
        }
    }

    /** Whether a service of that contract and name is there now. */
    public boolean has(String contract, String property, String name) {
        try {
            ServiceReference<?>[] found =
                    context().getAllServiceReferences(contract, "(" + property + "=" + name + ")");
            return found != null;
        } catch (org.osgi.framework.InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private ServiceTracker<?, ?> track(String contract) {
        ServiceTracker<?, ?> tracker = new ServiceTracker<>(context(), contract, null);
        tracker.open(true);
        return tracker;
    }

    /** The own port of a protocol, which is open from the first call on. */
    public int port(String protocol) {
        if (ports == null) {
            ports = open();
        }
        return Optional.ofNullable(ports.get(protocol))
                .orElseThrow(() -> new AssertionError("no port of " + protocol + " is open, but " + ports.keySet()));
    }

    /** The gateway's class is the container's own, so that it is called by its methods' names. */
    @SuppressWarnings("unchecked") // as the contract says
    private Map<String, Integer> open() {
        ServiceTracker<?, ?> tracker = track(GATEWAY);
        try {
            Object gateway = tracker.waitForService(LIMIT_MILLIS);
            if (gateway == null) {
                throw new AssertionError("no gateway is on the class path");
            }
            Class<?> contract = tracker.getServiceReference().getBundle().loadClass(GATEWAY);
            CompletionStage<Map<String, Integer>> opened = (CompletionStage<Map<String, Integer>>)
                    contract.getMethod("open").invoke(gateway);
            return opened.toCompletableFuture()
                    .orTimeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        } catch (ReflectiveOperationException | InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            tracker.close();
        }
    }

    @Override
    public void close() {
        try {
            framework.stop();
            FrameworkEvent stopped = framework.waitForStop(LIMIT_MILLIS);
            if (stopped.getType() != FrameworkEvent.STOPPED) {
                throw new AssertionError("the container did not stop");
            }
        } catch (BundleException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
