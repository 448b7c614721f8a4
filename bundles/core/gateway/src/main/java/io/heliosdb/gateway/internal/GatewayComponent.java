package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.GatewaySettings;
import io.heliosdb.gateway.NettyGateway;
import io.heliosdb.gateway.ServiceCatalog;
import io.heliosdb.gateway.internal.catalog.Deployed;
import io.heliosdb.gateway.internal.catalog.Origin;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.configuration.Setting;
import io.heliosdb.spi.configuration.SettingsReader;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.operation.Connections;
import io.heliosdb.spi.operation.Deployments;
import io.heliosdb.spi.operation.PacketTraces;
import io.heliosdb.spi.operation.Telemetry;
import io.heliosdb.spi.protocol.Gateway;
import io.heliosdb.spi.protocol.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway as a component of the container: what is deployed goes into its catalog, the configuration becomes its settings. */
@Component(service = Gateway.class, configurationPid = GatewayConfiguration.PID, immediate = true)
@Designate(ocd = GatewayConfiguration.class)
public final class GatewayComponent implements Gateway {
    private static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.gateway");
    private static final String PROPERTY_PREFIX = "heliosdb.";
    private static final long CLOSE_SECONDS = 10;

    /** How long the sessions of a bundle that is stopped under them may take to finish their statements. */
    private static final Duration EVICTION_GRACE = Duration.ofSeconds(2);

    private static final Duration EVICTION = Duration.ofSeconds(3);

    private final ServiceCatalog catalog = new ServiceCatalog();
    private BundleContext context;
    private SettingsReader<GatewaySettings> reader;
    private NettyGateway gateway;
    private List<ServiceRegistration<?>> operations = List.of();

    @Activate
    void activate(BundleContext bundleContext, Map<String, ?> configuration) {
        context = bundleContext;
        String home = bundleContext.getProperty(PROPERTY_PREFIX + "home");
        reader = GatewayKeys.reader(
                home == null ? Path.of(System.getProperty("user.home"), ".heliosdb") : Path.of(home),
                (key, why) -> LOGGER.error("{}: {}: {}; it stays as it was", GatewayConfiguration.PID, key, why));
        gateway = new NettyGateway(settings(configuration), catalog);
        operations = List.of(
                bundleContext.registerService(Deployments.class, gateway.operations(), null),
                bundleContext.registerService(Connections.class, gateway.operations(), null),
                bundleContext.registerService(PacketTraces.class, gateway.traces(), null));
    }

    @Modified
    void modified(Map<String, ?> configuration) {
        gateway.configure(settings(configuration));
    }

    @Deactivate
    void deactivate() {
        operations.forEach(ServiceRegistration::unregister);
        try {
            gateway.shutDown()
                    .toCompletableFuture()
                    .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException late) {
            LOGGER.warn("the gateway did not close in time", late);
        }
    }

    @Override
    public CompletionStage<Map<String, Integer>> open() {
        return gateway.open();
    }

    @Override
    public CompletionStage<Map<String, Integer>> openPorts() {
        return gateway.openPorts();
    }

    @Override
    public Map<String, Integer> ports() {
        return gateway.ports();
    }

    @Override
    public CompletionStage<Void> close(Duration grace) {
        return gateway.close(grace);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addProtocol(ServiceReference<Protocol> reference, Protocol protocol) {
        add(reference, "heliosdb.protocol.version", origin -> catalog.addProtocol(protocol, origin));
    }

    void removeProtocol(Protocol protocol) {
        catalog.removeProtocol(protocol).ifPresent(this::evict);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addAuthMechanism(ServiceReference<AuthMechanism> reference, AuthMechanism mechanism) {
        add(reference, "heliosdb.auth.version", origin -> catalog.addMechanism(mechanism, origin));
    }

    void removeAuthMechanism(AuthMechanism mechanism) {
        catalog.removeMechanism(mechanism).ifPresent(this::evict);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDialect(ServiceReference<Dialect> reference, Dialect dialect) {
        add(reference, "heliosdb.dialect.version", origin -> catalog.addDialect(dialect, origin));
    }

    void removeDialect(Dialect dialect) {
        catalog.removeDialect(dialect).ifPresent(this::evict);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addIdentity(Identity identity) {
        catalog.addIdentity(identity);
    }

    void removeIdentity(Identity identity) {
        catalog.removeIdentity(identity);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addEngine(Engine engine) {
        catalog.addEngine(engine);
    }

    void removeEngine(Engine engine) {
        catalog.removeEngine(engine);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addTelemetry(Telemetry telemetry) {
        catalog.telemetries().add(telemetry);
    }

    void removeTelemetry(Telemetry telemetry) {
        catalog.telemetries().remove(telemetry);
    }

    /** Somebody stopped the bundle: its sessions end while its classes are there. Not on an event loop. */
    private void evict(Deployed<?> gone) {
        if (gone.users() == 0) {
            return;
        }
        LOGGER.info("{} {} is gone: its {} sessions end", gone.name(), gone.version(), gone.users());
        try {
            gateway.operations()
                    .evict(gone, EVICTION_GRACE)
                    .toCompletableFuture()
                    .get(EVICTION.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOGGER.warn("{} sessions of {} {} did not end in time", gone.users(), gone.name(), gone.version());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A service that cannot be added is left out and named: the others serve on. */
    private static void add(ServiceReference<?> reference, String versionProperty, Consumer<Origin> adding) {
        Bundle bundle = reference.getBundle();
        Object version = reference.getProperty(versionProperty);
        Origin origin = new Origin(
                (Long) reference.getProperty(Constants.SERVICE_ID),
                version == null ? bundle.getVersion().toString() : version.toString(),
                reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0,
                bundle.getBundleId(),
                bundle.getLocation().startsWith(Deployments.HELD_LOCATION));
        try {
            adding.accept(origin);
        } catch (IllegalArgumentException wrong) {
            LOGGER.error("a service of {} is not used: {}", bundle.getSymbolicName(), wrong.getMessage());
        }
    }

    /** The command line comes before the files. */
    private GatewaySettings settings(Map<String, ?> configuration) {
        Map<String, Object> properties = new TreeMap<>(configuration);
        for (Setting<?> key : List.of(GatewayKeys.BIND, GatewayKeys.PORT, GatewayKeys.EPHEMERAL)) {
            String value = context.getProperty(PROPERTY_PREFIX + key.name());
            if (value != null) {
                properties.put(key.name(), value);
            }
        }
        return reader.read(properties);
    }
}
