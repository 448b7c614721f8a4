package io.heliosdb.spi.protocol;

import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A wire protocol. One instance serves every connection, from many event loops at once. Registered as an OSGi service
 * with {@link ProvidesProtocol}.
 */
@ConsumerType
public interface Protocol {
    /** Lower-case name, also the key of its port in the configuration and in the ready file: {@code postgresql}. */
    String name();

    /** The port that this protocol's clients expect. */
    int defaultPort();

    /** The ALPN identifiers that mean this protocol and no other; none by default. */
    default Set<String> alpn() {
        return Set.of();
    }

    /** Whether the server sends the first byte, so that silence on the shared port means this protocol. */
    default boolean serverSpeaksFirst() {
        return false;
    }

    /**
     * Whether it serves whoever runs the server, and not the clients. Such a protocol is met on its own port alone, never on
     * the shared one; its port is on loopback unless the configuration binds this very port to another address
     * ({@code bind.<name>}); and its connections do not count against the limits of connections, so that a full server can
     * still be looked at.
     */
    default boolean administrative() {
        return false;
    }

    /**
     * Looks at the first bytes of a connection on the shared port. Called again with more bytes after
     * {@link Recognition#MORE}; must answer from at most the first 64 bytes, must not block and must not change the
     * buffer's indices.
     */
    Recognition recognise(Preamble preamble);

    /**
     * Takes a connection over, on its event loop: adds its handlers to the channel's pipeline. The channel is active, and
     * its handlers are not told so again; bytes received before are read through them afterwards. What no handler
     * catches ends the session: a HeliosException with its reason, anything else as an internal error.
     *
     * @return the handle by which the gateway ends the session
     */
    ProtocolSession open(Client client);

    /**
     * What packet traces show of a connection that is about to be opened. Of a protocol that has no view, everything before
     * the login is masked, and nothing after it.
     *
     * @param masked whether secrets are not to be shown
     */
    default Optional<TraceView> traceView(boolean masked) {
        return Optional.empty();
    }
}
