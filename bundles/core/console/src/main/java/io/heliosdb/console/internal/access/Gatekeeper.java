package io.heliosdb.console.internal.access;

import io.heliosdb.console.ConsoleSettings;
import io.heliosdb.console.internal.access.WebSessions.WebSession;
import io.heliosdb.console.internal.http.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Lets a request in, or says why not. Never blocks. */
public final class Gatekeeper {
    /** The page's cookie; behind it stands the port, because a browser shows the cookies of a host to all of its ports. */
    private static final String COOKIE = "heliosdb-session";

    /** The header in which the page repeats its second secret. */
    public static final String CSRF_HEADER = "X-CSRF-Token";

    private static final String BEARER = "bearer ";
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** An address in a Host header: a name server cannot make it point elsewhere. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");

    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*]|[^:]*)(:[0-9]{1,5})?");

    private final AdminToken token;
    private final WebSessions sessions;
    private final Supplier<ConsoleSettings> settings;

    public Gatekeeper(AdminToken token, WebSessions sessions, Supplier<ConsoleSettings> settings) {
        this.token = token;
        this.sessions = sessions;
        this.settings = settings;
    }

    /**
     * What every request has to be, whoever sends it.
     *
     * @param encrypted whether it came through TLS
     * @param local whether its client is on this machine
     */
    public void checkOrigin(HttpRequest request, boolean encrypted, boolean local) {
        if (!encrypted && !local) {
            throw new Problem(403, "From another machine this port is spoken to in TLS: use https");
        }
        HttpHeaders headers = request.headers();
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() != 1 || !known(hosts.get(0))) {
            // A page of a stranger whose name was made to point here has the stranger's name for its host.
            throw new Problem(
                    421,
                    "This server is not known by that host name: ask for it by address, as localhost, or add the name to"
                            + " hosts in etc/io.heliosdb.console.cfg");
        }
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        String own = (encrypted ? "https://" : "http://") + hosts.get(0);
        if (origin != null && !origin.equalsIgnoreCase(own)) {
            throw new Problem(403, "Pages of another origin may not ask this server");
        }
    }

    /** @throws Problem for a request that has no valid token and no valid session (401), or lacks the CSRF token (403) */
    public void checkAccess(HttpRequest request) {
        String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null) {
            if (!isBearer(authorization)) {
                throw new Problem(401, "The token is not this server's; it lies in the file admin-token in its home");
            }
            return;
        }
        WebSession session = session(request)
                .orElseThrow(() -> new Problem(
                        401,
                        "This needs the header Authorization: Bearer TOKEN, with the token of the file admin-token"));
        if (!SAFE.contains(request.method())) {
            String repeated = request.headers().get(CSRF_HEADER, "");
            if (!Secrets.same(Secrets.digest(repeated), Secrets.digest(session.csrf()))) {
                throw new Problem(403, "The header " + CSRF_HEADER + " is not that of the session");
            }
        }
    }

    /** The session whose cookie a request has. */
    public Optional<WebSession> session(HttpRequest request) {
        String header = request.headers().get(HttpHeaderNames.COOKIE);
        if (header == null) {
            return Optional.empty();
        }
        String name = cookieName(request);
        for (Cookie cookie : ServerCookieDecoder.STRICT.decode(header)) {
            if (cookie.name().equals(name)) {
                return sessions.find(cookie.value());
            }
        }
        return Optional.empty();
    }

    /** The name of the page's cookie, as the browser asks for the page. */
    public static String cookieName(HttpRequest request) {
        var parts = AUTHORITY.matcher(request.headers().get(HttpHeaderNames.HOST, ""));
        return parts.matches() && parts.group(2) != null
                ? COOKIE + parts.group(2).replace(':', '-')
                : COOKIE;
    }

    /** Begins a session of the page for whoever knows the token. */
    public WebSession logIn(String shown) {
        if (!token.is(shown)) {
            throw new Problem(401, "That is not the token of this server; it lies in the file admin-token in its home");
        }
        return sessions.begin();
    }

    public void logOut(WebSession session) {
        sessions.end(session.secret());
    }

    private boolean isBearer(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                && token.is(authorization.substring(BEARER.length()).strip());
    }

    private boolean known(String authority) {
        var parts = AUTHORITY.matcher(authority.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return false;
        }
        String host = parts.group(1);
        return host.equals("localhost")
                || ADDRESS.matcher(host).matches()
                || settings.get().hosts().contains(host);
    }
}
