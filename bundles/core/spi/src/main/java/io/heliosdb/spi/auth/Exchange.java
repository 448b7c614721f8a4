package io.heliosdb.spi.auth;

import io.heliosdb.spi.error.HeliosException;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** The server's side of one login, message by message. */
@ConsumerType
public interface Exchange {
    /** What the server says next. */
    sealed interface Step permits Challenge, Success, Failure {}

    /** More is needed: the data is sent to the client, whose answer goes to {@link Exchange#next}. */
    record Challenge(byte[] data) implements Step {}

    /** The client proved itself; the data, if any, is the server's last word. */
    record Success(byte[] data) implements Step {}

    /** The login failed. The error is the same for an unknown user and for a wrong password. */
    record Failure(HeliosException reason) implements Step {}

    /**
     * Takes a message of the client. Never fails exceptionally because of what the client sent: a malformed message is a
     * {@link Failure} with SQLSTATE 08P01.
     *
     * @param message the exchange's own from now on: one that holds a secret is wiped
     * @return the next step, on any thread; work of more than some microseconds is done off the event loop
     */
    CompletionStage<Step> next(byte[] message);
}
