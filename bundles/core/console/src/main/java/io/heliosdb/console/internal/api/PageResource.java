package io.heliosdb.console.internal.api;

import io.heliosdb.console.internal.http.Problem;
import io.heliosdb.console.internal.http.Response;
import io.heliosdb.console.internal.http.Route.Access;
import io.heliosdb.console.internal.http.Route.Body;
import io.heliosdb.console.internal.http.Routes;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The page, its files, the description of the API, and the last conformance overview. */
final class PageResource {
    /** What is served to everybody: it says nothing of this server. */
    private static final Map<String, String[]> FILES = Map.of(
            "/", new String[] {"page/console.html", "text/html; charset=utf-8"},
            "/console.css", new String[] {"page/console.css", "text/css; charset=utf-8"},
            "/console.js", new String[] {"page/console.js", "text/javascript; charset=utf-8"},
            "/charts.js", new String[] {"page/charts.js", "text/javascript; charset=utf-8"},
            "/favicon.svg", new String[] {"page/favicon.svg", "image/svg+xml"},
            "/api/v1/openapi.json", new String[] {"openapi.json", "application/json"});

    /** The overview brings its style along and may follow no link that needs the session. */
    private static final String SANDBOX =
            "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private final Path home;

    PageResource(Path home) {
        this.home = home;
    }

    void addTo(Routes routes) {
        FILES.forEach((path, file) -> routes.add(
                HttpMethod.GET,
                path,
                Access.EVERYONE,
                Body.NONE,
                Routes.at(request -> Response.bytes(file[1], read(file[0])))));
        routes.get("/conformance", request -> overview());
    }

    private Response overview() {
        Path page = home.resolve("conformance").resolve("index.html");
        if (!Files.isReadable(page)) {
            throw new Problem(
                    404,
                    "There is no conformance overview: run heliosdb conform and put the overview.html that it writes at "
                            + page);
        }
        return Response.file("text/html; charset=utf-8", page).with("Content-Security-Policy", SANDBOX);
    }

    private static byte[] read(String resource) {
        try (InputStream in = PageResource.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
