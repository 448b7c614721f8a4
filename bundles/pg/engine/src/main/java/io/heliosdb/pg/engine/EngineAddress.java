package io.heliosdb.pg.engine;

import io.heliosdb.spi.engine.EngineEndpoint;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An engine and the way to it.
 *
 * @param endpoint where it listens and who administers it
 * @param sslMode how much TLS; a Unix socket has none
 * @param rootCertificate PEM file of the authorities to trust, or {@value #SYSTEM_ROOT} for those of the Java runtime
 */
public record EngineAddress(EngineEndpoint endpoint, SslMode sslMode, Optional<String> rootCertificate) {
    /** In place of a file: the authorities that the Java runtime trusts. */
    public static final String SYSTEM_ROOT = "system";

    private static final int DEFAULT_PORT = 5432;
    private static final int MAX_PORT = 65_535;
    private static final List<String> SCHEMES = List.of("postgresql", "postgres");
    private static final String SSL_MODE = "sslmode";
    private static final String SSL_ROOT_CERTIFICATE = "sslrootcert";
    private static final String HOST = "host";

    public EngineAddress {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(sslMode, "sslMode");
        Objects.requireNonNull(rootCertificate, "rootCertificate");
    }

    /** An engine on this machine, over its Unix socket. */
    public static EngineAddress local(EngineEndpoint endpoint) {
        return new EngineAddress(endpoint, SslMode.DISABLE, Optional.empty());
    }

    /**
     * Reads {@code postgresql://administrator:password@host:port/database?sslmode=…&sslrootcert=…}. A host that begins
     * with a slash, percent-encoded or as parameter {@code host}, is the directory of a Unix socket.
     *
     * @throws HeliosException 08004 with one line that says what is wrong; the password is never part of it
     */
    public static EngineAddress parse(String url) {
        URI uri = uri(url);
        if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme())) {
            throw wrong("it does not begin with postgresql://");
        }
        if (uri.isOpaque() || uri.getRawFragment() != null) {
            throw wrong("it is not of the form postgresql://administrator:password@host:port/database");
        }
        Map<String, String> parameters = parameters(uri.getRawQuery());
        String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
        int at = authority.lastIndexOf('@');
        if (at <= 0) {
            throw wrong("it names no administrator");
        }
        String user = authority.substring(0, at);
        int colon = user.indexOf(':');
        String administrator = decode(colon < 0 ? user : user.substring(0, colon), "administrator");
        Optional<String> password =
                colon < 0 ? Optional.empty() : Optional.of(decode(user.substring(colon + 1), "password"));
        if (administrator.isEmpty()) {
            throw wrong("it names no administrator");
        }
        String[] hostAndPort = hostAndPort(authority.substring(at + 1));
        String host = parameters.getOrDefault(HOST, decode(hostAndPort[0], HOST));
        if (host.isEmpty()) {
            throw wrong("it names no host");
        }
        String path = Optional.ofNullable(uri.getRawPath()).orElse("");
        String database = path.length() > 1 ? decode(path.substring(1), "database") : administrator;
        return address(new EngineEndpoint(host, port(hostAndPort[1]), administrator, password, database), parameters);
    }

    private static EngineAddress address(EngineEndpoint endpoint, Map<String, String> parameters) {
        Optional<String> root = Optional.ofNullable(parameters.get(SSL_ROOT_CERTIFICATE));
        String mode = parameters.getOrDefault(SSL_MODE, SslMode.PREFER.parameter());
        SslMode sslMode = SslMode.of(mode)
                .orElseThrow(() -> wrong(
                        "sslmode is " + mode + " (expected: disable, prefer, require, verify-ca or verify-full)"));
        if (endpoint.unixSocket()) {
            if (sslMode.compareTo(SslMode.REQUIRE) >= 0) {
                throw wrong("sslmode " + mode + " on a Unix socket, which has no TLS");
            }
            sslMode = SslMode.DISABLE;
        }
        if (sslMode.compareTo(SslMode.VERIFY_CA) >= 0 && root.isEmpty()) {
            throw wrong("sslmode " + mode + " needs sslrootcert, a PEM file or \"system\"");
        }
        if (sslMode == SslMode.REQUIRE && root.isPresent()) {
            sslMode = SslMode.VERIFY_CA;
        }
        if (root.filter(SYSTEM_ROOT::equals).isPresent() && sslMode != SslMode.VERIFY_FULL) {
            throw wrong("sslrootcert system needs sslmode verify-full: anybody has a certificate of theirs");
        }
        return new EngineAddress(endpoint, sslMode, root);
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            // The exception's own message repeats the URL, and with it the password.
            throw wrong("it is not a URL (special characters have to be percent-encoded)");
        }
    }

    private static String[] hostAndPort(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') : -1;
        if (end > 0) {
            String port = text.substring(end + 1); // empty, or begins with a colon: it is a URI
            return new String[] {text.substring(1, end), port.isEmpty() ? "" : port.substring(1)};
        }
        int colon = text.indexOf(':');
        return colon < 0 ? new String[] {text, ""} : new String[] {text.substring(0, colon), text.substring(colon + 1)};
    }

    private static int port(String text) {
        if (text.isEmpty()) {
            return DEFAULT_PORT;
        }
        boolean number = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(text) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw wrong("port is " + text + " (expected: 1 to " + MAX_PORT + ")");
        }
        return port;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (!List.of(SSL_MODE, SSL_ROOT_CERTIFICATE, HOST).contains(name)) {
                throw wrong("unknown parameter " + name + " (known: sslmode, sslrootcert, host)");
            }
            if (equals < 0 || parameters.put(name, decode(parameter.substring(equals + 1), name)) != null) {
                throw wrong("parameter " + name + " must have one value");
            }
        }
        return parameters;
    }

    private static String decode(String text, String part) {
        try {
            // URLDecoder is made for forms, where a plus means a blank; here it means itself.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("its " + part + " is not percent-encoded properly");
        }
    }

    private static HeliosException wrong(String what) {
        return new HeliosException(SqlState.CONNECTION_REJECTED, "engine URL: " + what);
    }

    /** Names the engine without its password. */
    @Override
    public String toString() {
        return endpoint.toString();
    }
}
