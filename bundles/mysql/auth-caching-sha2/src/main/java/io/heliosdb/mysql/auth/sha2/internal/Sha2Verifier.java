package io.heliosdb.mysql.auth.sha2.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is stored of a password: MySQL's {@code mysql.user.authentication_string}, {@code $A$<thousands of rounds, three
 * hexadecimal digits>$<salt of 20 octets><digest of 43 characters>}. The salt is any octets but NUL, one a character
 * here; that of a new verifier is of the digest's alphabet.
 */
public final class Sha2Verifier {
    /** {@link io.heliosdb.spi.auth.AuthMechanism#verifierKind()}. */
    public static final String KIND = "caching-sha2";

    /** Rounds of a new verifier: MySQL's default, and its least. */
    private static final int ROUNDS = 5000;

    private static final int ROUNDS_UNIT = 1000;
    private static final int HEXADECIMAL = 16;
    private static final int SALT_OCTETS = 20;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern STORED = Pattern.compile("\\$A\\$([0-9A-Fa-f]{3})\\$([\\x01-\\xff]{" + SALT_OCTETS
            + "})([./0-9A-Za-z]{" + Sha256Crypt.DIGEST_CHARACTERS + "})");

    /** What is checked where there is nothing to check, so that it takes as long: no digest begins like this. */
    public static final Sha2Verifier OF_NO_PASSWORD =
            new Sha2Verifier(ROUNDS, salt(), "*".repeat(Sha256Crypt.DIGEST_CHARACTERS));

    private final int rounds;
    private final byte[] salt;
    private final String digest;

    private Sha2Verifier(int rounds, byte[] salt, String digest) {
        this.rounds = rounds;
        this.salt = salt;
        this.digest = digest;
    }

    /**
     * A new verifier. Takes milliseconds by design: not for an event loop.
     *
     * @param password the caller wipes it
     */
    public static Sha2Verifier derive(byte[] password) {
        byte[] salt = salt();
        return new Sha2Verifier(ROUNDS, salt, Sha256Crypt.digest(password, salt, ROUNDS));
    }

    private static byte[] salt() {
        byte[] salt = new byte[SALT_OCTETS];
        for (int i = 0; i < salt.length; i++) {
            salt[i] = (byte) Sha256Crypt.ALPHABET.charAt(RANDOM.nextInt(Sha256Crypt.ALPHABET.length()));
        }
        return salt;
    }

    /** Reads what was stored; empty where it is anything else, or of fewer rounds than MySQL takes. */
    public static Optional<Sha2Verifier> parse(String stored) {
        Matcher matcher = STORED.matcher(stored);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int rounds = Integer.parseInt(matcher.group(1), HEXADECIMAL) * ROUNDS_UNIT;
        if (rounds < ROUNDS) {
            return Optional.empty();
        }
        return Optional.of(new Sha2Verifier(rounds, matcher.group(2).getBytes(ISO_8859_1), matcher.group(3)));
    }

    public String stored() {
        return String.format(Locale.ROOT, "$A$%03X$", rounds / ROUNDS_UNIT) + new String(salt, ISO_8859_1) + digest;
    }

    /**
     * Whether it was made of that password. Takes milliseconds by design: not for an event loop. Compares in constant time.
     *
     * @param password the caller wipes it
     */
    public boolean isOf(byte[] password) {
        byte[] other = Sha256Crypt.digest(password, salt, rounds).getBytes(US_ASCII);
        return MessageDigest.isEqual(other, digest.getBytes(US_ASCII));
    }

    /** Without the salt and the digest. */
    @Override
    public String toString() {
        return "Sha2Verifier[" + rounds + " rounds]";
    }
}
