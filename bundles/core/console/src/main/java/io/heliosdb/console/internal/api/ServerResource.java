package io.heliosdb.console.internal.api;

import io.heliosdb.console.internal.http.Request;
import io.heliosdb.console.internal.http.Response;
import io.heliosdb.console.internal.http.Route.Access;
import io.heliosdb.console.internal.http.Route.Body;
import io.heliosdb.console.internal.http.Routes;
import io.netty.handler.codec.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The server as a whole, and its health for load balancers and supervisors. */
final class ServerResource {
    private final ServerState state;

    ServerResource(ServerState state) {
        this.state = state;
    }

    void addTo(Routes routes) {
        routes.add(HttpMethod.GET, "/api/v1/server", Access.TOKEN, Body.NONE, this::server);
        // Asked from time to time by somebody who does not log in: the connection would end before the next time.
        routes.add(HttpMethod.GET, "/health/live", Access.EVERYONE, Body.NONE, Routes.at(request -> Response.ok(
                        Map.of("status", "live"))
                .with("Connection", "close")));
        routes.add(HttpMethod.GET, "/health/ready", Access.EVERYONE, Body.NONE, this::ready);
    }

    private CompletionStage<Response> server(Request request) {
        return state.engineFault().thenApply(fault -> {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("version", state.version());
            view.put("java", Runtime.version().toString());
            view.put("pid", ProcessHandle.current().pid());
            view.put("home", state.home().toString());
            view.put("started", state.started().toString());
            view.put("uptime", state.uptime().toSeconds());
            view.put("ports", state.ports());
            view.put("engine", engine(fault));
            return Response.ok(view);
        });
    }

    private Map<String, Object> engine(Optional<String> fault) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("kind", state.engineUrl().isPresent() ? "external" : "embedded");
        state.engineUrl().ifPresent(url -> view.put("url", url));
        view.put("state", fault.isEmpty() ? "ready" : "unreachable");
        fault.ifPresent(reason -> view.put("reason", reason));
        return view;
    }

    /** Everybody may ask, so that it says which part is not ready and not why. */
    private CompletionStage<Response> ready(Request request) {
        return state.engineFault().thenApply(fault -> {
            boolean portsOpen = !state.ports().isEmpty();
            boolean ready = fault.isEmpty() && portsOpen;
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("status", ready ? "ready" : "not ready");
            view.put("engine", fault.isEmpty() ? "ready" : "unreachable");
            view.put("ports", portsOpen ? "open" : "closed");
            return Response.json(ready ? 200 : 503, view).with("Connection", "close");
        });
    }
}
