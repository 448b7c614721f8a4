package io.heliosdb.mysql.auth.sha2.internal;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of one caching_sha2_password login (MySQL Internals, "caching_sha2_password information"). Nothing here
 * knows whether there is such a user: the same steps are taken for everybody, and the password that is shown at last is
 * for the login to judge.
 */
public final class CachingSha2Exchange implements Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(CachingSha2Exchange.class);
    private static final int CHALLENGE_OCTETS = 20;
    private static final byte REQUEST_PUBLIC_KEY = 2;
    private static final byte FAST_AUTHENTICATION_SUCCESS = 3;
    private static final byte PERFORM_FULL_AUTHENTICATION = 4;
    private static final byte[] NOTHING = {};

    /** Stands for a password that could not be read, so that it takes as long to refuse. No password has a NUL. */
    private static final byte[] UNREADABLE = new byte[8];

    private enum Expected {
        SCRAMBLE,
        PASSWORD_OR_KEY_REQUEST,
        PASSWORD,
        NOTHING
    }

    private final AuthMechanism mechanism;
    private final Login login;
    private final LoginChannel channel;
    private final FastDigests fastDigests;
    private final RsaKeys rsaKeys;
    private final Executor workers;
    private Expected expected = Expected.SCRAMBLE;

    /**
     * @param channel with a challenge of 20 octets
     * @param workers do what takes milliseconds
     */
    public CachingSha2Exchange(
            AuthMechanism mechanism,
            Login login,
            LoginChannel channel,
            FastDigests fastDigests,
            RsaKeys rsaKeys,
            Executor workers) {
        if (channel.challenge().length != CHALLENGE_OCTETS) {
            throw new IllegalArgumentException(
                    "challenge octets: " + channel.challenge().length + " (expected: " + CHALLENGE_OCTETS + ")");
        }
        this.mechanism = mechanism;
        this.login = login;
        this.channel = channel;
        this.fastDigests = fastDigests;
        this.rsaKeys = rsaKeys;
        this.workers = workers;
    }

    @Override
    public CompletionStage<Step> next(byte[] message) {
        Expected now = expected;
        expected = Expected.NOTHING;
        return switch (now) {
            case SCRAMBLE -> CompletableFuture.completedFuture(scramble(message));
            case PASSWORD_OR_KEY_REQUEST -> isKeyRequest(message) ? showKey() : password(message);
            case PASSWORD -> password(message);
            case NOTHING -> refused(malformed("the caching_sha2_password exchange is over"));
        };
    }

    private Step scramble(byte[] message) {
        if (message.length == 0 || Arrays.equals(message, new byte[1])) {
            return new Failure(wrongPassword()); // the empty password, which nobody has
        }
        if (message.length != Sha256.OCTETS) {
            return new Failure(
                    malformed("scramble of " + message.length + " octets (expected: " + Sha256.OCTETS + ")"));
        }
        String verifier = login.verifier(Sha2Verifier.KIND).orElse("");
        if (fastDigests.fits(login.user(), verifier, channel.challenge(), message)) {
            return new Success(new byte[] {FAST_AUTHENTICATION_SUCCESS});
        }
        expected = Expected.PASSWORD_OR_KEY_REQUEST;
        return new Challenge(new byte[] {PERFORM_FULL_AUTHENTICATION});
    }

    private boolean isKeyRequest(byte[] message) {
        return !channel.encrypted() && message.length == 1 && message[0] == REQUEST_PUBLIC_KEY;
    }

    private CompletionStage<Step> showKey() {
        expected = Expected.PASSWORD;
        return rsaKeys.pair(workers).thenApply(pair -> new Challenge(RsaKeys.pem(pair)));
    }

    private CompletionStage<Step> password(byte[] message) {
        return channel.encrypted() ? clearPassword(message) : encryptedPassword(message);
    }

    private CompletionStage<Step> clearPassword(byte[] message) {
        if (message.length == 0 || message[message.length - 1] != 0) {
            Arrays.fill(message, (byte) 0);
            return refused(malformed("clear-text password without a NUL at its end"));
        }
        return CompletableFuture.supplyAsync(() -> judge(message), workers);
    }

    /** Whatever is no cipher text could be a password that everybody has read by now: it is not even looked at. */
    private CompletionStage<Step> encryptedPassword(byte[] message) {
        if (message.length != RsaKeys.CIPHER_OCTETS) {
            Arrays.fill(message, (byte) 0);
            return refused(new HeliosException(
                    SqlState.INVALID_AUTHORIZATION,
                    "a clear-text password is not taken over a connection that is not encrypted"));
        }
        return rsaKeys.pair(workers).thenApplyAsync(pair -> judge(decrypt(pair, message)), workers);
    }

    /** @return the password and its NUL */
    private byte[] decrypt(KeyPair pair, byte[] message) {
        byte[] challenge = channel.challenge();
        byte[] password = RsaKeys.decrypt(pair, message).orElse(NOTHING);
        for (int i = 0; i < password.length; i++) {
            password[i] ^= challenge[i % challenge.length];
        }
        boolean readable = password.length > 0 && password[password.length - 1] == 0;
        return readable ? password : UNREADABLE.clone();
    }

    /** @param terminated the password and its NUL; wiped */
    private Step judge(byte[] terminated) {
        byte[] octets = Arrays.copyOf(terminated, terminated.length - 1);
        char[] password = PasswordText.decode(octets);
        try {
            Optional<String> verifier = login.verifier(Sha2Verifier.KIND).filter(this::isValid);
            if (!login.proves(password, mechanism)) {
                return new Failure(wrongPassword());
            }
            verifier.ifPresent(text -> fastDigests.remember(login.user(), text, octets));
            return new Success(NOTHING);
        } finally {
            Arrays.fill(terminated, (byte) 0);
            Arrays.fill(octets, (byte) 0);
            Arrays.fill(password, '\0');
        }
    }

    private boolean isValid(String verifier) {
        boolean valid = Sha2Verifier.parse(verifier).isPresent();
        if (!valid) {
            LOG.warn(
                    "user \"{}\" has no valid caching_sha2_password verifier: a new password has to be set",
                    login.user());
        }
        return valid;
    }

    private static CompletionStage<Step> refused(HeliosException reason) {
        return CompletableFuture.completedFuture(new Failure(reason));
    }

    private HeliosException wrongPassword() {
        return new HeliosException(
                SqlState.INVALID_PASSWORD, "password authentication failed for user \"" + login.user() + '"');
    }

    private static HeliosException malformed(String message) {
        return new HeliosException(SqlState.PROTOCOL_VIOLATION, message);
    }
}
