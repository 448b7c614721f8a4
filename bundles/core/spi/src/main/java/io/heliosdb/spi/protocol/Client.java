package io.heliosdb.spi.protocol;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A connection as the gateway lends it to a protocol: its channel, and the services that the server has at this moment.
 * Used on the connection's event loop only.
 */
@ProviderType
public interface Client {
    /** Number of the connection since the server started; names it in the log. */
    long id();

    Channel channel();

    ClientLimits limits();

    /** Whether the server can speak TLS. */
    boolean tlsAvailable();

    /** Whether this connection is inside TLS now. */
    boolean encrypted();

    /** The application protocol agreed in this connection's TLS handshake (RFC 7301). */
    Optional<String> alpn();

    /**
     * Starts TLS as the server, for protocols that ask for it in their own messages: whatever is written before goes out
     * in clear, whatever is received afterwards is a TLS record. The caller has made sure that no received byte is
     * unread: such bytes were sent before the handshake and could be an attacker's.
     *
     * <p>A protocol that wraps the handshake in its own packets (TDS) adds its handler for them first in the pipeline
     * afterwards; one that leaves TLS after the login removes the SslHandler.
     */
    void startTls();

    /**
     * Starts TLS as {@link #startTls()} does, for protocols whose clients go on with the handshake without waiting for an
     * answer (MySQL).
     *
     * @param received what came behind the request: read as TLS records and as nothing else, so that octets that an
     *     attacker put there fail the handshake; released by the callee
     */
    void startTls(ByteBuf received);

    /**
     * Adds a handler that changes the form of what is between TLS and the protocol's own handlers, such as compression. What
     * is inside of it is what packet traces show.
     */
    void addCodec(ChannelHandler codec);

    /** The certificate that the server showed in this connection's TLS handshake (for RFC 5929 channel binding). */
    Optional<X509Certificate> serverCertificate();

    /** The user store. */
    Identity identity();

    /** The newest healthy mechanism of that name, if any is deployed. */
    Optional<AuthMechanism> authMechanism(String name);

    /**
     * The newest healthy dialect of that name, if any is deployed. The connection uses it until it closes, or until
     * {@link #release}.
     */
    Optional<Dialect> dialect(String name);

    /** A dialect is used no more: its version may go. */
    void release(Dialect dialect);

    /** The engine, or the reason why there is none now (57P03). */
    Engine engine() throws HeliosException;

    /** The login succeeded: the connection leaves the waiting room, its limits and its deadline. */
    void loggedIn(ClientDescription description);

    /** Tells what the session does, so that idle and statement timeouts can be kept. Costs a few nanoseconds. */
    void activity(Activity activity);

    /**
     * The client was told an error.
     *
     * @param code as the protocol says it: an SQLSTATE, a number
     */
    void errorTold(String code);
}
