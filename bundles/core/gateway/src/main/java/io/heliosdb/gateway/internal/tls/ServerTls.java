package io.heliosdb.gateway.internal.tls;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * TLS as this server speaks it with one certificate. A renewed certificate makes a new one; connections keep theirs.
 *
 * @param certificate the server's own
 * @param context with that certificate, its chain and its key
 */
public record ServerTls(X509Certificate certificate, SSLContext context) {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** Forward secrecy and authenticated encryption only; the order is the server's preference. */
    private static final String[] CIPHER_SUITES = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    };

    /** No client's certificate is asked for, and none is trusted; null would mean the authorities of the JDK, all read. */
    private static final TrustManager[] NO_CLIENT_CERTIFICATES = {};

    private static final long HANDSHAKE_TIMEOUT_SECONDS = 10;

    /** @throws HeliosException 58030 for a key that TLS cannot use */
    static ServerTls of(Credentials credentials) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new OneKey(credentials.key(), credentials.chain())},
                    NO_CLIENT_CERTIFICATES,
                    null);
            return new ServerTls(credentials.chain().get(0), context);
        } catch (GeneralSecurityException e) {
            throw new HeliosException(SqlState.IO_ERROR, "TLS: cannot use the certificate of " + credentials);
        }
    }

    /**
     * A handler for one connection.
     *
     * @param alpn the application protocols that may be agreed on. A client that offers only others is refused by alert
     *     (RFC 7301, section 3.2); where none is given, what clients offer is ignored
     */
    public SslHandler newHandler(Collection<String> alpn) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(CIPHER_SUITES);
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        List<String> known = List.copyOf(alpn);
        engine.setHandshakeApplicationProtocolSelector((handshaking, offered) -> select(known, offered));
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeout(HANDSHAKE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        return handler;
    }

    /** The application protocol that a handshake agreed on; SslHandler itself knows only those of Netty's own engines. */
    public static Optional<String> agreed(SslHandler handler) {
        return Optional.ofNullable(handler.engine().getApplicationProtocol()).filter(name -> !name.isEmpty());
    }

    /** Null refuses the handshake; empty leaves the extension out. The client's order of preference decides. */
    private static String select(List<String> known, List<String> offered) {
        if (known.isEmpty()) {
            return "";
        }
        return offered.stream().filter(known::contains).findFirst().orElse(null);
    }
}
