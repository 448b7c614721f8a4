package @package@.internal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** What is stored of a password: {@code iterations$salt$hash}, PBKDF2 with HMAC-SHA-256 (RFC 8018, section 5.2). */
public final class @Name@Verifier {
    /** Of what kind it is, for the user store. */
    public static final String KIND = "@name@";

    private static final int ITERATIONS = 10_000;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int SALT_OCTETS = 16;
    private static final int HASH_BITS = 256;
    private static final Pattern STORED =
            Pattern.compile("([1-9]\\d{0,7})\\$([A-Za-z0-9+/]{22}==)\\$([A-Za-z0-9+/]{43}=)");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private @Name@Verifier(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** Of a password, with a salt of its own. */
    public static @Name@Verifier derive(char[] password) {
        byte[] salt = new byte[SALT_OCTETS];
        RANDOM.nextBytes(salt);
        return new @Name@Verifier(ITERATIONS, salt, hash(password, salt, ITERATIONS));
    }

    /** One that no password has, for an unknown user: the same for the same seed. */
    static @Name@Verifier decoy(byte[] seed) {
        return new @Name@Verifier(ITERATIONS, Arrays.copyOf(seed, SALT_OCTETS), new byte[HASH_BITS / Byte.SIZE]);
    }

    /** Reads what was stored; empty where it is anything else. */
    public static Optional<@Name@Verifier> parse(String stored) {
        Matcher parts = STORED.matcher(stored);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) > MOST_ITERATIONS) {
            return Optional.empty();
        }
        Base64.Decoder decoder = Base64.getDecoder();
        return Optional.of(new @Name@Verifier(
                Integer.parseInt(parts.group(1)), decoder.decode(parts.group(2)), decoder.decode(parts.group(3))));
    }

    public String stored() {
        Base64.Encoder encoder = Base64.getEncoder();
        return iterations + "$" + encoder.encodeToString(salt) + "$" + encoder.encodeToString(hash);
    }

    /** Whether it is that password's. Compares in constant time. */
    public boolean isOf(char[] password) {
        return MessageDigest.isEqual(hash(password, salt, iterations), hash);
    }

    private static byte[] hash(char[] password, byte[] salt, int iterations) {
        PBEKeySpec specification = new PBEKeySpec(password, salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(specification)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            specification.clearPassword();
        }
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "@Name@Verifier";
    }
}
