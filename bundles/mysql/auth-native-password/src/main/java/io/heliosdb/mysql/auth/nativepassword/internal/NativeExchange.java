package io.heliosdb.mysql.auth.nativepassword.internal;

import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of one mysql_native_password login (MySQL's protocol documentation, "Native Authentication"): one
 * message of the client, three hashes, on the caller's thread. A user without a verifier gets a decoy, and from there on
 * nothing knows which it is.
 */
public final class NativeExchange implements Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(NativeExchange.class);
    private static final int CHALLENGE_OCTETS = 20;
    private static final byte[] NOTHING = {};

    private final Login login;
    private final byte[] challenge;
    private final NativeVerifier verifier;
    private boolean over;

    /** @param challenge 20 octets */
    public NativeExchange(Login login, byte[] challenge) {
        if (challenge.length != CHALLENGE_OCTETS) {
            throw new IllegalArgumentException(
                    "challenge octets: " + challenge.length + " (expected: " + CHALLENGE_OCTETS + ")");
        }
        this.login = login;
        this.challenge = challenge;
        this.verifier = verifier(login);
    }

    /** Makes a decoy for everybody, and reads one text for everybody, so that both kinds of user cost the same. */
    private static NativeVerifier verifier(Login login) {
        NativeVerifier decoy = NativeVerifier.decoy(login.decoySeed());
        String stored = login.verifier(NativeVerifier.KIND).orElse(decoy.stored());
        return NativeVerifier.parse(stored).orElseGet(() -> {
            LOG.warn(
                    "user \"{}\" has no valid mysql_native_password verifier: a new password has to be set",
                    login.user());
            return decoy;
        });
    }

    @Override
    public CompletionStage<Step> next(byte[] message) {
        return CompletableFuture.completedFuture(step(message));
    }

    private Step step(byte[] message) {
        if (over) {
            return new Failure(malformed("the mysql_native_password exchange is over"));
        }
        over = true;
        if (message.length == 0) {
            return new Failure(wrongPassword()); // the empty password, which nobody has
        }
        if (message.length != NativeVerifier.OCTETS) {
            return new Failure(
                    malformed("scramble of " + message.length + " octets (expected: " + NativeVerifier.OCTETS + ")"));
        }
        return verifier.fits(message, challenge) ? new Success(NOTHING) : new Failure(wrongPassword());
    }

    private HeliosException wrongPassword() {
        return new HeliosException(
                SqlState.INVALID_PASSWORD, "password authentication failed for user \"" + login.user() + '"');
    }

    private static HeliosException malformed(String message) {
        return new HeliosException(SqlState.PROTOCOL_VIOLATION, message);
    }
}
