package io.heliosdb.pg.wire.scram;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heliosdb.spi.error.HeliosException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server stores to check proofs, and to prove itself, without the password. */
public final class ScramVerifier {
    private static final Pattern STORED = Pattern.compile("SCRAM-SHA-256\\$([0-9]+):([^$:]+)\\$([^$:]+):([^$:]+)");

    /** Octets of a new verifier's salt, as in PostgreSQL. */
    public static final int SALT_OCTETS = 16;

    private static final byte[] DECOY_SALT = "SCRAM-SHA-256 salt".getBytes(US_ASCII);
    private static final byte[] DECOY_STORED_KEY = "SCRAM-SHA-256 stored key".getBytes(US_ASCII);
    private static final byte[] DECOY_SERVER_KEY = "SCRAM-SHA-256 server key".getBytes(US_ASCII);

    private final int iterations;
    private final byte[] salt;
    private final byte[] storedKey;
    private final byte[] serverKey;

    /**
     * @param iterations 1 to {@link ScramKeys#MAX_ITERATIONS}
     * @param salt at least one octet
     * @param storedKey 32 octets
     * @param serverKey 32 octets
     */
    public ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        ScramKeys.checkIterations(iterations);
        if (salt.length == 0 || storedKey.length != ScramKeys.KEY_OCTETS || serverKey.length != ScramKeys.KEY_OCTETS) {
            throw new IllegalArgumentException("octets of salt: " + salt.length + ", stored key: " + storedKey.length
                    + ", server key: " + serverKey.length + " (expected: > 0, 32, 32)");
        }
        this.iterations = iterations;
        this.salt = salt.clone();
        this.storedKey = storedKey.clone();
        this.serverKey = serverKey.clone();
    }

    /**
     * A verifier that no password has: what an unknown user is challenged with. The same for the same seed.
     *
     * @param seed unpredictable to clients
     */
    public static ScramVerifier decoy(byte[] seed, int iterations) {
        byte[] salt = Arrays.copyOf(ScramKeys.hmac(seed, DECOY_SALT), SALT_OCTETS);
        return new ScramVerifier(
                iterations, salt, ScramKeys.hmac(seed, DECOY_STORED_KEY), ScramKeys.hmac(seed, DECOY_SERVER_KEY));
    }

    /** Reads {@code SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>}; empty where it is anything else. */
    public static Optional<ScramVerifier> parse(String stored) {
        Matcher matcher = STORED.matcher(stored);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        OptionalInt iterations = ScramKeys.iterations(matcher.group(1));
        if (iterations.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ScramVerifier(
                    iterations.getAsInt(),
                    MessageReader.base64(matcher.group(2), "salt"),
                    MessageReader.base64(matcher.group(3), "stored key"),
                    MessageReader.base64(matcher.group(4), "server key")));
        } catch (HeliosException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The text that PostgreSQL stores in pg_authid.rolpassword. */
    public String stored() {
        Base64.Encoder base64 = Base64.getEncoder();
        return ScramMechanism.SCRAM_SHA_256.registeredName() + "$" + iterations + ":" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(storedKey) + ":" + base64.encodeToString(serverKey);
    }

    /** The server-first-message that lets a client derive the same keys. */
    public ServerFirst challenge(String nonce) {
        return new ServerFirst(nonce, salt, iterations);
    }

    /** Whether the one who made this proof knows the client key. Compares in constant time. */
    public boolean proves(byte[] proof, byte[] authMessage) {
        byte[] clientKey = ScramKeys.xor(ScramKeys.hmac(storedKey, authMessage), proof);
        return MessageDigest.isEqual(ScramKeys.sha256(clientKey), storedKey);
    }

    /**
     * Whether it was made of that password. Takes milliseconds by design: not for an event loop. Compares in constant time.
     *
     * @param password clear text; the caller wipes it
     * @throws IllegalArgumentException a password with half a surrogate pair
     */
    public boolean isOf(char[] password) {
        ScramVerifier other = ScramKeys.derive(password, salt, iterations).verifier(salt, iterations);
        return MessageDigest.isEqual(other.storedKey, storedKey);
    }

    /** ServerSignature over the AuthMessage. */
    public byte[] serverSignature(byte[] authMessage) {
        return ScramKeys.hmac(serverKey, authMessage);
    }

    /** Without the salt and the keys. */
    @Override
    public String toString() {
        return ScramMechanism.SCRAM_SHA_256.registeredName() + "$" + iterations;
    }
}
