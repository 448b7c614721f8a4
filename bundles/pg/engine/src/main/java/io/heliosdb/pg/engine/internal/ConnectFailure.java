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

/** Why there is no connection: in one line, and whether the engine answered. */
final class ConnectFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectFailure.class);
    private static final String CONNECTION_CLASS = "08";

    private final HeliosException reason;
    private final boolean outage;
    private final boolean aboutTls;

    private ConnectFailure(HeliosException reason, boolean outage, boolean aboutTls) {
        super(reason.getMessage(), reason, false, false);
        this.reason = reason;
        this.outage = outage;
        this.aboutTls = aboutTls;
    }

    /** The engine's own ErrorResponse. It concerns this login, unless the engine serves nobody. */
    static ConnectFailure answered(HeliosException error) {
        boolean ready = !error.sqlState().equals(SqlState.CANNOT_CONNECT_NOW);
        return new ConnectFailure(error, !ready, error.sqlState().equals(SqlState.INVALID_AUTHORIZATION));
    }

    static ConnectFailure of(Throwable cause) {
        if (cause instanceof ConnectFailure failure) {
            return failure;
        }
        if (cause.getCause() != null && (cause instanceof CompletionException || cause instanceof DecoderException)) {
            return of(cause.getCause());
        }
        if (cause instanceof StatementSequence.StatementFailure failure) {
            ConnectFailure why = of(failure.getCause());
            return new ConnectFailure(
                    new HeliosException(why.reason.sqlState(), failure.getMessage()), why.outage, false);
        }
        if (cause instanceof HeliosException reason) {
            return new ConnectFailure(reason, reason.sqlState().startsWith(CONNECTION_CLASS), false);
        }
        if (cause instanceof SSLException) {
            return new ConnectFailure(
                    new HeliosException(SqlState.CONNECTION_FAILURE, "no TLS with the engine: " + tlsReason(cause)),
                    true,
                    true);
        }
        if (cause instanceof IOException) {
            return new ConnectFailure(
                    new HeliosException(
                            SqlState.CONNECTION_FAILURE, "cannot connect to the engine: " + cause.getMessage()),
                    true,
                    false);
        }
        LOGGER.error("unexpected failure while connecting to the engine", cause);
        return new ConnectFailure(
                new HeliosException(SqlState.INTERNAL_ERROR, "internal error; the server's log tells more"),
                false,
                false);
    }

    HeliosException reason() {
        return reason;
    }

    /** Whether the engine was not reached, or is not ready to serve anybody; otherwise another login may succeed. */
    boolean isOutage() {
        return outage;
    }

    /** Whether it may be otherwise without TLS: a failed handshake, or a host-based rule of the engine's. */
    boolean isAboutTls() {
        return aboutTls;
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
}
