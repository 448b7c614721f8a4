package io.heliosdb.console.internal.api;

import io.heliosdb.console.internal.access.Gatekeeper;
import io.heliosdb.console.internal.access.WebSessions.WebSession;
import io.heliosdb.console.internal.http.Problem;
import io.heliosdb.console.internal.http.Request;
import io.heliosdb.console.internal.http.Response;
import io.heliosdb.console.internal.http.Route.Access;
import io.heliosdb.console.internal.http.Route.Body;
import io.heliosdb.console.internal.http.Routes;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;

/** The page's login: the token once, then a cookie that no script can read, and a second secret for what changes something. */
final class SessionResource {
    private static final String PATH = "/api/v1/session";

    private final Gatekeeper gatekeeper;

    SessionResource(Gatekeeper gatekeeper) {
        this.gatekeeper = gatekeeper;
    }

    void addTo(Routes routes) {
        routes.add(HttpMethod.POST, PATH, Access.EVERYONE, Body.JSON, Routes.at(this::logIn));
        routes.get(PATH, this::show);
        routes.add(HttpMethod.DELETE, PATH, Access.TOKEN, Body.NONE, Routes.at(this::logOut));
    }

    private Response logIn(Request request) {
        WebSession session = gatekeeper.logIn(request.json().path("token").asText());
        return csrf(session).with("Set-Cookie", cookie(session.secret(), request));
    }

    private Response show(Request request) {
        return csrf(session(request));
    }

    private Response logOut(Request request) {
        gatekeeper.logOut(session(request));
        return Response.empty(204).with("Set-Cookie", cookie("", request) + "; Max-Age=0");
    }

    private WebSession session(Request request) {
        return gatekeeper
                .session(request.head())
                .orElseThrow(() -> new Problem(404, "This request has a token and no session"));
    }

    private static Response csrf(WebSession session) {
        return Response.ok(Map.of("csrf", session.csrf()));
    }

    private static String cookie(String secret, Request request) {
        return Gatekeeper.cookieName(request.head()) + "=" + secret + "; Path=/; HttpOnly; SameSite=Strict"
                + (request.encrypted() ? "; Secure" : "");
    }
}
