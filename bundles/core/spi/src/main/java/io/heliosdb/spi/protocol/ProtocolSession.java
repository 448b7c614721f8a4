package io.heliosdb.spi.protocol;

import io.heliosdb.spi.error.HeliosException;
import org.osgi.annotation.versioning.ConsumerType;

/** One connection as its protocol serves it. All methods are called on the connection's event loop. */
@ConsumerType
public interface ProtocolSession {
    /**
     * Ends the session: reports the reason by the protocol's own message (PostgreSQL: FATAL ErrorResponse), then closes
     * the channel. Called at shutdown (57P01), when a session was idle too long (57P05) or a login took too long.
     */
    void terminate(HeliosException reason);

    /** Cancels the statement that is running, as if its client had asked for it; the session goes on. */
    void cancelStatement();
}
