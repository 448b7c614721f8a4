package io.heliosdb.console.internal.api;

import io.heliosdb.console.internal.Services;
import io.heliosdb.console.internal.http.Problem;
import io.heliosdb.console.internal.http.Request;
import io.heliosdb.console.internal.http.Response;
import io.heliosdb.console.internal.http.Route.Access;
import io.heliosdb.console.internal.http.Route.Body;
import io.heliosdb.console.internal.http.Routes;
import io.heliosdb.spi.operation.Connections;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The connections that are open. */
final class ConnectionResource {
    private static final String WHAT = "Connections";
    private static final long ANSWER_SECONDS = 5;

    private final Services services;

    ConnectionResource(Services services) {
        this.services = services;
    }

    void addTo(Routes routes) {
        routes.add(HttpMethod.GET, "/api/v1/connections", Access.TOKEN, Body.NONE, this::list);
        routes.add(HttpMethod.DELETE, "/api/v1/connections/{connection}", Access.TOKEN, Body.NONE, this::end);
    }

    private CompletionStage<Response> list(Request request) {
        return services.need(Connections.class, WHAT)
                .connections()
                .toCompletableFuture()
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .thenApply(states -> Response.ok(Map.of(
                        "connections", states.stream().map(Views::connection).toList())));
    }

    private CompletionStage<Response> end(Request request) {
        long id = request.number("connection");
        return services.need(Connections.class, WHAT)
                .end(id)
                .toCompletableFuture()
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .thenApply(there -> {
                    if (!there) {
                        throw new Problem(404, "There is no connection " + id);
                    }
                    return Response.empty(204);
                });
    }
}
