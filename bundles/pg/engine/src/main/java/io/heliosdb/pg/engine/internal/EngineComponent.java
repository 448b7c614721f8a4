package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.EngineAddress;
import io.heliosdb.pg.engine.EngineSettings;
import io.heliosdb.pg.engine.PostgresEngine;
import io.heliosdb.spi.configuration.SettingsReader;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.LocalEngine;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.channel.EventLoop;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.BundleContext;
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

/**
 * The engine as a component of the container: the one that the command line names, or the one that this server runs
 * itself.
 */
@Component(service = Engine.class, configurationPid = EngineConfiguration.PID)
@Designate(ocd = EngineConfiguration.class)
public final class EngineComponent implements Engine {
    private static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.engine");
    private static final String HOME_PROPERTY = "heliosdb.home";
    private static final String URL_PROPERTY = "heliosdb.engine";

    private final SettingsReader<EngineSettings> reader = EngineKeys.reader(
            (key, why) -> LOGGER.error("{}: {}: {}; it stays as it was", EngineConfiguration.PID, key, why));
    private volatile LocalEngine localEngine;
    private PostgresEngine engine;

    @Activate
    void activate(BundleContext context, Map<String, ?> configuration) {
        String home = context.getProperty(HOME_PROPERTY);
        Path directory = home == null ? Path.of(System.getProperty("user.home"), ".heliosdb") : Path.of(home);
        String url = context.getProperty(URL_PROPERTY);
        engine = new PostgresEngine(
                () -> url == null || url.isBlank() ? local() : external(url),
                reader.read(configuration),
                directory.resolve("engine/credentials.json"));
    }

    @Modified
    void modified(Map<String, ?> configuration) {
        engine.settings(reader.read(configuration));
    }

    @Deactivate
    void deactivate() {
        engine.close();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setLocalEngine(LocalEngine local) {
        localEngine = local;
    }

    @SuppressWarnings("unused") // found by its name
    void unsetLocalEngine(LocalEngine local) {
        localEngine = null;
    }

    private CompletionStage<EngineAddress> local() {
        LocalEngine local = localEngine;
        return local == null
                ? CompletableFuture.failedFuture(
                        new HeliosException(SqlState.CANNOT_CONNECT_NOW, "no database engine is deployed"))
                : local.start().thenApply(EngineAddress::local);
    }

    private static CompletionStage<EngineAddress> external(String url) {
        try {
            return CompletableFuture.completedFuture(EngineAddress.parse(url));
        } catch (HeliosException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletionStage<Void> ready() {
        return engine.ready();
    }

    @Override
    public EngineSession open(SessionRequest request, EventLoop loop, ResultSink sink) {
        return engine.open(request, loop, sink);
    }

    @Override
    public CompletionStage<Void> closeIdle() {
        return engine.closeIdle();
    }

    @Override
    public CompletionStage<Void> removePrelude(String database, String schema) {
        return engine.removePrelude(database, schema);
    }
}
