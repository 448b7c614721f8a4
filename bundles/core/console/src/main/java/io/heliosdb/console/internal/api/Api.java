package io.heliosdb.console.internal.api;

import io.heliosdb.console.internal.Services;
import io.heliosdb.console.internal.access.Gatekeeper;
import io.heliosdb.console.internal.http.Routes;
import io.heliosdb.console.internal.metrics.Statistics;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.osgi.framework.Bundle;

/** Brings everything that can be asked for together. */
public final class Api {
    private Api() {}

    /**
     * @param bundles that may describe settings
     * @param properties of the framework, which the command line made
     */
    public static Routes routes(
            ServerState state,
            Gatekeeper gatekeeper,
            Statistics statistics,
            Supplier<List<Bundle>> bundles,
            UnaryOperator<String> properties) {
        Services services = state.services();
        Routes routes = new Routes();
        new PageResource(state.home()).addTo(routes);
        new SessionResource(gatekeeper).addTo(routes);
        new ServerResource(state).addTo(routes);
        new BundleResource(services).addTo(routes);
        new ConnectionResource(services).addTo(routes);
        new StatisticsResource(statistics).addTo(routes);
        new TraceResource(services).addTo(routes);
        new SettingsResource(services, bundles, key -> properties.apply("heliosdb." + key)).addTo(routes);
        new MetricsResource(state, statistics).addTo(routes);
        return routes;
    }

    /** An engine's address as it may be shown. */
    public static Optional<String> shown(String engineUrl) {
        return Optional.ofNullable(engineUrl).map(SettingsResource::withoutPassword);
    }
}
