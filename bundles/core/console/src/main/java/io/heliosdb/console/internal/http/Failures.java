package io.heliosdb.console.internal.http;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told of what went wrong. */
final class Failures {
    private static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.console");

    private static final Map<String, Integer> STATUS = Map.of(
            SqlState.UNDEFINED_OBJECT, 404,
            SqlState.INVALID_PARAMETER_VALUE, 400,
            SqlState.CANNOT_CONNECT_NOW, 503,
            SqlState.FEATURE_NOT_SUPPORTED, 501);

    private static final int CONFLICT = 409;

    private Failures() {}

    static Problem problem(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof Problem problem) {
            return problem;
        }
        if (cause instanceof HeliosException reason) {
            return new Problem(
                    STATUS.getOrDefault(reason.sqlState(), CONFLICT),
                    reason.getMessage(),
                    Map.of("sqlState", reason.sqlState()));
        }
        if (cause instanceof TimeoutException) {
            return new Problem(504, "The server did not answer in time");
        }
        if (cause instanceof RejectedExecutionException) {
            return new Problem(503, "The console has too much to do; ask again");
        }
        LOGGER.warn("a request to the admin port failed", cause);
        return new Problem(500, "An internal error: the log says more");
    }
}
