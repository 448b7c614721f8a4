package io.heliosdb.launcher.container;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An OSGi framework with its bundles, from installed to stopped. */
public final class Container implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Container.class);

    /** The start level of bundles that are dropped into the deploy folder: above everything that is packed below it. */
    public static final int DEPLOYED_LEVEL = 5;

    /** The start level of the shell, which is raised to where somebody asks for it. */
    public static final int SHELL_LEVEL = 9;

    private static final long POLL_MILLIS = 50;
    private static final Duration ERROR_REPORTED = Duration.ofSeconds(5);

    private final Framework framework;
    private final Queue<FrameworkEvent> errors = new ConcurrentLinkedQueue<>();

    private Container(Framework framework) {
        this.framework = framework;
    }

    /** Installs all bundles and starts level 1 (the OSGi services), for a caller that configures the others first. */
    public static Container install(ContainerConfiguration configuration) throws ContainerException {
        Map<String, Object> properties = new HashMap<>(configuration.properties());
        properties.put(Constants.FRAMEWORK_STORAGE, configuration.cache().toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "1");
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SharedPackages.exports());
        // A version that is deployed again runs beside itself until its users have gone.
        properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        // Errors reach us as framework events; Felix would print them to the console as well.
        properties.put("felix.log.level", "0");
        properties.put("ds.loglevel", "warn");

        Framework framework = new FrameworkFactory().newFramework(properties);
        Container container = new Container(framework);
        try {
            framework.init();
            framework.getBundleContext().addFrameworkListener(container::frameworkEvent);
            FrameworkLog.register(framework.getBundleContext());
            for (BundleFile file : configuration.bundles()) {
                container.install(file);
            }
            framework.start();
        } catch (BundleException e) {
            container.close();
            throw new ContainerException("The container cannot be started: " + e.getMessage(), e);
        }
        return container;
    }

    private void install(BundleFile file) throws BundleException {
        Bundle bundle;
        try {
            bundle = framework.getBundleContext().installBundle(file.location());
        } catch (BundleException e) {
            throw new BundleException(file.jar() + ": " + e.getMessage(), e.getType(), e);
        }
        bundle.adapt(BundleStartLevel.class).setStartLevel(file.startLevel());
        if (!isFragment(bundle)) {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
    }

    /**
     * Raises the framework's start level and waits until every bundle up to it is active.
     *
     * @throws ContainerException naming each bundle that did not start, and why; the container is still to be closed
     */
    public void startTo(int level, Duration timeout) throws ContainerException {
        long deadline = System.nanoTime() + timeout.toNanos();
        CountDownLatch reached = new CountDownLatch(1);
        framework.adapt(FrameworkStartLevel.class).setStartLevel(level, event -> reached.countDown());
        try {
            if (!reached.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new ContainerException(List.of("The bundles did not start within " + timeout.toSeconds()
                        + " s; still starting: " + String.join(", ", starting())));
            }
            List<String> problems = problems(level);
            if (!problems.isEmpty()) {
                throw new ContainerException(problems);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerException("Interrupted while the bundles were starting", e);
        }
    }

    /** The system bundle's context: services, bundles, events. */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /**
     * Waits for a service and returns it as an interface of the caller's.
     *
     * @param className the interface under which it is registered
     * @param view an interface whose methods have the same names, parameters and results, of JDK types only
     * @throws ContainerException when there is none in time, with the reasons that the components gave
     */
    public <T> T awaitService(String className, Class<T> view, Duration timeout) throws ContainerException {
        long deadline = System.nanoTime() + timeout.toNanos();
        ComponentFailures failures = new ComponentFailures(context());
        try {
            while (true) {
                ServiceReference<?>[] found = context().getAllServiceReferences(className, null);
                Object service = found == null ? null : context().getService(found[0]);
                if (service != null) {
                    return ForeignService.as(view, className, service, found[0]);
                }
                List<String> failed = failures.find();
                if (!failed.isEmpty()) {
                    throw new ContainerException(failed);
                }
                if (System.nanoTime() > deadline) {
                    List<String> problems = new ArrayList<>();
                    problems.add("No " + className + " within " + timeout.toSeconds() + " s");
                    problems.addAll(failures.waiting());
                    throw new ContainerException(problems);
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerException("Interrupted while waiting for " + className, e);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * Stops all bundles, highest start level first.
     *
     * @return whether they were all stopped in time
     */
    public boolean stop(Duration timeout) {
        try {
            framework.stop();
            return framework.waitForStop(Math.max(1, timeout.toMillis())).getType() != FrameworkEvent.WAIT_TIMEDOUT;
        } catch (BundleException e) {
            LOG.warn("The container did not stop cleanly: {}", e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stop(Duration.ofSeconds(10));
    }

    private void frameworkEvent(FrameworkEvent event) {
        Bundle bundle = event.getBundle();
        switch (event.getType()) {
            case FrameworkEvent.ERROR -> {
                errors.add(event);
                LOG.error("{}: {}", bundle.getSymbolicName(), StartProblems.reason(event.getThrowable()));
                LOG.debug("{}", bundle.getSymbolicName(), event.getThrowable());
            }
            case FrameworkEvent.WARNING ->
                LOG.warn("{}: {}", bundle.getSymbolicName(), StartProblems.reason(event.getThrowable()));
            default -> LOG.trace("Framework event {} of {}", event.getType(), bundle.getSymbolicName());
        }
    }

    private List<String> starting() {
        List<String> names = new ArrayList<>();
        for (Bundle bundle : context().getBundles()) {
            if (bundle.getState() == Bundle.STARTING && bundle.getBundleId() != 0) {
                names.add(bundle.getSymbolicName());
            }
        }
        return names;
    }

    private List<String> problems(int level) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        for (Bundle bundle : context().getBundles()) {
            boolean due = bundle.adapt(BundleStartLevel.class).getStartLevel() <= level;
            boolean failed = bundle.getState() == Bundle.INSTALLED || bundle.getState() == Bundle.RESOLVED;
            if (due && failed && !isFragment(bundle)) {
                problems.add(new StartProblems(context()).of(bundle, lastError(bundle)));
            }
        }
        return problems;
    }

    /** The framework reports it on a thread of its own, so that it may come a moment after the state it explains. */
    private Throwable lastError(Bundle bundle) throws InterruptedException {
        long deadline = System.nanoTime() + ERROR_REPORTED.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<Throwable> last = errors.stream()
                    .filter(event -> event.getBundle().equals(bundle))
                    .map(FrameworkEvent::getThrowable)
                    .reduce((earlier, later) -> later);
            if (last.isPresent()) {
                return last.get();
            }
            Thread.sleep(POLL_MILLIS);
        }
        return null;
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }
}
