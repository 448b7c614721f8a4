package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.GatewaySettings;
import io.heliosdb.gateway.NettyGateway;
import io.heliosdb.gateway.ServiceCatalog;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.configuration.Setting;
import io.heliosdb.spi.configuration.SettingsReader;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.protocol.Gateway;
import io.heliosdb.spi.protocol.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
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

    private final ServiceCatalog catalog = new ServiceCatalog();
    private BundleContext context;
    private SettingsReader<GatewaySettings> reader;
    private NettyGateway gateway;

    @Activate
    void activate(BundleContext bundleContext, Map<String, ?> configuration) {
        context = bundleContext;
        String home = bundleContext.getProperty(PROPERTY_PREFIX + "home");
        reader = GatewayKeys.reader(
                home == null ? Path.of(System.getProperty("user.home"), ".heliosdb") : Path.of(home),
                (key, why) -> LOGGER.error("{}: {}: {}; it stays as it was", GatewayConfiguration.PID, key, why));
        gateway = new NettyGateway(settings(configuration), catalog);
    }

    @Modified
    void modified(Map<String, ?> configuration) {
        gateway.configure(settings(configuration));
    }

    @Deactivate
    void deactivate() {
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
    public Map<String, Integer> ports() {
        return gateway.ports();
    }

    @Override
    public CompletionStage<Void> close(Duration grace) {
        return gateway.close(grace);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addProtocol(ServiceReference<Protocol> reference, Protocol protocol) {
        add(reference, "heliosdb.protocol.version", (version, rank) -> catalog.addProtocol(protocol, version, rank));
    }

    void removeProtocol(Protocol protocol) {
        catalog.removeProtocol(protocol);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addAuthMechanism(ServiceReference<AuthMechanism> reference, AuthMechanism mechanism) {
        add(reference, "heliosdb.auth.version", (version, rank) -> catalog.addMechanism(mechanism, version, rank));
    }

    void removeAuthMechanism(AuthMechanism mechanism) {
        catalog.removeMechanism(mechanism);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDialect(ServiceReference<Dialect> reference, Dialect dialect) {
        add(reference, "heliosdb.dialect.version", (version, rank) -> catalog.addDialect(dialect, version, rank));
    }

    void removeDialect(Dialect dialect) {
        catalog.removeDialect(dialect);
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

    private interface Adding {
        void add(String version, int ranking);
    }

    /** A service that cannot be added is left out and named: the others serve on. */
    private static void add(ServiceReference<?> reference, String versionProperty, Adding adding) {
        Object version = reference.getProperty(versionProperty);
        String known = version == null ? reference.getBundle().getVersion().toString() : version.toString();
        int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        try {
            adding.add(known, ranking);
        } catch (IllegalArgumentException wrong) {
            LOGGER.error(
                    "a service of {} is not used: {}", reference.getBundle().getSymbolicName(), wrong.getMessage());
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
