package io.heliosdb.deploy.internal;

import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.operation.Deployments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Makes a jar a bundle that runs, or says why it cannot be one. Blocks: for a thread of its own. */
final class Starter {
    private static final String CONFIGURATIONS = "org.osgi.service.cm.ConfigurationAdmin";
    private static final int START_LEVEL = 5;
    private static final Duration ACTIVE = Duration.ofMinutes(1);
    private static final Duration STARTS = Duration.ofSeconds(30);
    private static final Duration SERVICES = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 20;

    private final BundleContext context;
    private final Deployments deployments;
    private final ServiceComponentRuntime components;
    private final ExecutorService workers;
    private final AtomicLong generation = new AtomicLong();

    Starter(
            BundleContext context,
            Deployments deployments,
            ServiceComponentRuntime components,
            ExecutorService workers) {
        this.context = context;
        this.deployments = deployments;
        this.components = components;
        this.workers = workers;
    }

    /** @throws RefusedException where it is no bundle */
    Bundle install(Path jar) throws RefusedException {
        String location = Deployments.HELD_LOCATION + jar.getFileName() + "#" + generation.incrementAndGet();
        try (InputStream in = Files.newInputStream(jar)) {
            Bundle bundle = context.installBundle(location, in);
            if (bundle.getSymbolicName() == null) {
                uninstall(bundle);
                throw new RefusedException("it is no bundle: its manifest has no Bundle-SymbolicName");
            }
            bundle.adapt(BundleStartLevel.class).setStartLevel(START_LEVEL);
            return bundle;
        } catch (BundleException | IOException e) {
            throw new RefusedException("it is no bundle: " + reason(e), e);
        }
    }

    /**
     * Starts a bundle and waits for its services.
     *
     * @throws RefusedException where it does not resolve, its activation fails, or a service does not come
     */
    void start(Bundle bundle) throws RefusedException {
        if (Provided.isFragment(bundle)) {
            return;
        }
        Future<?> starting = workers.submit(() -> {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
            return null;
        });
        try {
            starting.get(STARTS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new RefusedException("it does not start: " + reason(e.getCause()), e);
        } catch (TimeoutException e) {
            starting.cancel(true);
            throw new RefusedException("it does not start within " + STARTS.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        // While the server starts, its start level may be below this one's.
        await(ACTIVE, () -> bundle.getState() == Bundle.ACTIVE, () -> "it does not become active");
        await(
                SERVICES,
                () -> missing(bundle).isEmpty(),
                () -> "it lacks what it says that it provides: "
                        + missing(bundle).stream().map(Provided::toString).collect(Collectors.joining(", "))
                        + failures(bundle));
    }

    void uninstall(Bundle bundle) {
        try {
            forgetConfiguration(bundle);
            bundle.uninstall();
            // Its class loader would stay until somebody else is refreshed.
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                    .adapt(FrameworkWiring.class)
                    .refreshBundles(Set.of(bundle));
        } catch (BundleException | IllegalStateException e) {
            DeployLog.LOG.debug("{} cannot be uninstalled", bundle.getLocation(), e);
        }
    }

    /**
     * Declarative Services look for configurations in the name of each bundle that has components, and give the service back.
     * The framework remembers that a bundle has had a service that was made for it, and so the bundle with all that its jar
     * contains, as long as the service is there, uninstalled or not (7.0.5, ServiceRegistry.ungetService); it forgets it where
     * the last use was through ServiceObjects.
     */
    private static void forgetConfiguration(Bundle bundle) {
        BundleContext itsOwn = bundle.getBundleContext();
        if (itsOwn == null) {
            return;
        }
        ServiceReference<?> configurations = itsOwn.getServiceReference(CONFIGURATIONS);
        if (configurations != null) {
            use(itsOwn.getServiceObjects(configurations));
        }
    }

    private static <T> void use(ServiceObjects<T> service) {
        T used = service.getService();
        if (used != null) {
            service.ungetService(used);
        }
    }

    /** What a bundle has in the gateway's catalog. */
    List<Deployment> services(Bundle bundle) {
        return deployments.list().stream()
                .filter(deployment -> deployment.bundleId() == bundle.getBundleId())
                .toList();
    }

    private List<Provided> missing(Bundle bundle) {
        List<Provided> missing = new ArrayList<>(Provided.by(bundle));
        services(bundle).forEach(service -> missing.remove(new Provided(service.kind(), service.name())));
        return missing;
    }

    /** What the bundle's components say of themselves. */
    private String failures(Bundle bundle) {
        List<String> failures = new ArrayList<>();
        for (ComponentDescriptionDTO description : components.getComponentDescriptionDTOs(bundle)) {
            for (ComponentConfigurationDTO configuration : components.getComponentConfigurationDTOs(description)) {
                if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    failures.add(description.name + ": "
                            + Objects.toString(configuration.failure, "its activation failed")
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
                } else if (configuration.unsatisfiedReferences.length > 0) {
                    failures.add(description.name + ": needs " + configuration.unsatisfiedReferences[0].name);
                }
            }
        }
        return failures.isEmpty() ? "" : " (" + String.join("; ", failures) + ")";
    }

    private interface Condition {
        boolean holds();
    }

    private interface Complaint {
        String text();
    }

    private static void await(Duration limit, Condition condition, Complaint complaint) throws RefusedException {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.holds()) {
                if (System.nanoTime() > deadline) {
                    throw new RefusedException(complaint.text());
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static RefusedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RefusedException("the server stops", e);
    }

    /** The innermost reason, which is what the deployer can mend, in one line. */
    private static String reason(Throwable thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String message =
                Objects.toString(innermost.getMessage(), innermost.getClass().getSimpleName());
        return message.lines().findFirst().orElse(message);
    }
}
