package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why there is no connection, in one line. */
final class ConnectFailure {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectFailure.class);

    /** What the message of a failed handshake begins with. */
    static final String NO_TLS = "no TLS with the engine: ";

    private static final String CONNECTION_CLASS = "08";

    private ConnectFailure() {}

    static HeliosException of(Throwable cause) {
        if (cause instanceof CompletionException || cause instanceof DecoderException) {
            return cause.getCause() == null ? unexpected(cause) : of(cause.getCause());
        }
        if (cause instanceof HeliosException reason) {
            return reason;
        }
        if (cause instanceof SSLException) {
            return new HeliosException(SqlState.CONNECTION_FAILURE, NO_TLS + tlsReason(cause));
        }
        if (cause instanceof IOException) {
            return new HeliosException(
                    SqlState.CONNECTION_FAILURE, "cannot connect to the engine: " + cause.getMessage());
        }
        return unexpected(cause);
    }

    /**
     * Whether the engine was not reached, or is not ready to serve anybody; otherwise it answered this login, and another
     * one may succeed.
     */
    static boolean isOutage(HeliosException reason) {
        return reason.sqlState().startsWith(CONNECTION_CLASS)
                || reason.sqlState().equals(SqlState.CANNOT_CONNECT_NOW);
    }

    /** The verification's own words are deep inside the handshake's failure. */
    private static String tlsReason(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable next = failure; next != null; next = next.getCause()) {
            if (next instanceof CertificateException) {
                return next.getMessage();
            }
            deepest = next;
        }
        return deepest.getMessage();
    }

    private static HeliosException unexpected(Throwable cause) {
        LOGGER.error("unexpected failure while connecting to the engine", cause);
        return new HeliosException(SqlState.INTERNAL_ERROR, "internal error; the server's log tells more");
    }
}
