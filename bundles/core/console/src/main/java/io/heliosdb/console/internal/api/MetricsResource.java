package io.heliosdb.console.internal.api;

import io.heliosdb.console.internal.http.Request;
import io.heliosdb.console.internal.http.Response;
import io.heliosdb.console.internal.http.Route.Access;
import io.heliosdb.console.internal.http.Route.Body;
import io.heliosdb.console.internal.http.Routes;
import io.heliosdb.console.internal.metrics.MetricsText;
import io.heliosdb.console.internal.metrics.Statistics;
import io.heliosdb.spi.operation.Deployments;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The metrics for Prometheus. */
final class MetricsResource {
    private final ServerState state;
    private final MetricsText text;

    MetricsResource(ServerState state, Statistics statistics) {
        this.state = state;
        this.text = new MetricsText(statistics);
    }

    void addTo(Routes routes) {
        routes.add(HttpMethod.GET, "/metrics", Access.METRICS, Body.NONE, this::metrics);
    }

    private CompletionStage<Response> metrics(Request request) {
        return state.engineFault()
                .thenApply(fault -> Response.bytes(
                        MetricsText.TYPE,
                        text.write(new MetricsText.Surroundings(
                                state.version(),
                                state.uptime(),
                                fault.isEmpty(),
                                BundleResource.listed(state.services()),
                                state.services()
                                        .find(Deployments.class)
                                        .map(Deployments::list)
                                        .orElse(List.of())))));
    }
}
