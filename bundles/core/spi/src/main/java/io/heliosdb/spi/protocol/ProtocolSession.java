package io.heliosdb.spi.protocol;

import io.heliosdb.spi.error.HeliosException;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** One connection as its protocol serves it. All methods are called on the connection's event loop. */
@ConsumerType
public interface ProtocolSession {
    /**
     * Ends the session: reports the reason by the protocol's own message (PostgreSQL: FATAL ErrorResponse), then closes
     * the channel. Called once, at shutdown (57P01), when a session was idle too long (57P05, 25P03) or a login took too
     * long (57014), and, before the first byte is read, when there are too many connections (53300): where the client
     * could not understand an error yet, the protocol keeps it until the client can, and answers meanwhile what needs no
     * login (PostgreSQL: SSLRequest, CancelRequest). The gateway closes a channel that is still open after five seconds.
     */
    void terminate(HeliosException reason);

    /**
     * The statement that is running took longer than it may: cancels it and reports that by the protocol's own error for
     * a timeout (PostgreSQL: 57014 "canceling statement due to statement timeout", MySQL: 3024), whatever the engine says
     * of the cancel. The session goes on.
     */
    void statementTimedOut();

    /**
     * What packet traces show of the rest of this session, from this moment on. Asked only of protocols that have a
     * {@link Protocol#traceView}, of a session that is logged in and idle.
     *
     * @param masked whether secrets are not to be shown
     * @return empty while a message is only partly received or sent; asked again when the session is idle next time
     */
    default Optional<TraceView> traceViewFromNow(boolean masked) {
        return Optional.empty();
    }

    /**
     * Another version of a dialect that this session uses serves now: {@link Client#dialect} gives it. A session that goes
     * on with it, at once or after the transaction that is open, {@linkplain Client#release releases} the former one; one
     * that does not keeps it, until it has to go.
     */
    default void dialectChanged() {}
}
