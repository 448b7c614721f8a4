package io.heliosdb.console.internal.http;

import io.heliosdb.console.internal.http.Route.Access;
import io.heliosdb.console.internal.http.Route.Body;
import io.heliosdb.console.internal.http.Route.Handler;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Everything that can be asked for. Filled first, then only read. */
public final class Routes {
    private final List<Route> routes = new ArrayList<>();

    /**
     * The route of a request.
     *
     * @param variables the parts of the path that it leaves open
     */
    record Match(Route route, Map<String, String> variables) {}

    public Routes add(HttpMethod method, String template, Access access, Body body, Handler handler) {
        routes.add(new Route(method, template, access, body, handler));
        return this;
    }

    /** Adds what is read with the token. */
    public Routes get(String template, Function<Request, Response> answer) {
        return add(HttpMethod.GET, template, Access.TOKEN, Body.NONE, at(answer));
    }

    /** A handler that answers before it returns. */
    public static Handler at(Function<Request, Response> answer) {
        return request -> CompletableFuture.completedFuture(answer.apply(request));
    }

    public List<Route> all() {
        return List.copyOf(routes);
    }

    /** @throws Problem where there is none: 404, or 405 with the methods that the path has */
    Match find(HttpMethod method, String path) {
        HttpMethod asked = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        List<String> parts = List.of(path.split("/", -1));
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(parts);
            if (variables.isPresent() && route.method().equals(asked)) {
                return new Match(route, variables.get());
            }
            variables.ifPresent(present -> methods.add(route.method().name()));
        }
        if (methods.isEmpty()) {
            throw new Problem(404, "There is nothing at this path; /api/v1/openapi.json lists what there is");
        }
        throw new Problem(405, "This path has " + String.join(", ", methods) + ", not " + method.name());
    }
}
