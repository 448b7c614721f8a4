package io.heliosdb.mysql.auth.sha2.internal;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * SHA-256-crypt (U. Drepper, "Unix crypt using SHA-256 and SHA-512", version 0.6), with a salt of any length, because
 * MySQL's has 20 octets. The numbers in comments are that document's steps.
 */
final class Sha256Crypt {
    /** Characters of a digest. */
    static final int DIGEST_CHARACTERS = 43;

    static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final int OCTETS = 32;
    private static final int BITS_OF_CHARACTER = 6;
    private static final int SIX_BITS = 0x3f;
    private static final int FIXED_SALT_REPETITIONS = 16;

    /** Step 22: which octets of the digest make which four characters. */
    private static final int[][] TRIPLES = {
        {0, 10, 20},
        {21, 1, 11},
        {12, 22, 2},
        {3, 13, 23},
        {24, 4, 14},
        {15, 25, 5},
        {6, 16, 26},
        {27, 7, 17},
        {18, 28, 8},
        {9, 19, 29}
    };

    private final MessageDigest sha256 = Sha256.digest();
    private final byte[] password;
    private final byte[] salt;

    private Sha256Crypt(byte[] password, byte[] salt) {
        this.password = password;
        this.salt = salt;
    }

    /**
     * The digest of a password. Takes microseconds a round.
     *
     * @param password left as it is; the cost grows with the square of its length
     */
    static String digest(byte[] password, byte[] salt, int rounds) {
        return new Sha256Crypt(password, salt).digest(rounds);
    }

    private String digest(int rounds) {
        byte[] digest = initial();
        byte[] passwordSequence = sequence(password, password.length, password.length);
        byte[] saltSequence = sequence(salt, FIXED_SALT_REPETITIONS + Byte.toUnsignedInt(digest[0]), salt.length);
        try {
            for (int round = 0; round < rounds; round++) {
                next(digest, round, passwordSequence, saltSequence);
            }
            return encode(digest);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(passwordSequence, (byte) 0);
            Arrays.fill(digest, (byte) 0);
        }
    }

    /** Steps 1 to 12. */
    private byte[] initial() {
        sha256.update(password);
        sha256.update(salt);
        sha256.update(password);
        byte[] inner = sha256.digest();
        sha256.update(password);
        sha256.update(salt);
        for (int left = password.length; left > 0; left -= OCTETS) {
            sha256.update(inner, 0, Math.min(left, OCTETS));
        }
        for (int bits = password.length; bits > 0; bits >>= 1) {
            sha256.update((bits & 1) == 1 ? inner : password);
        }
        return sha256.digest();
    }

    /** Steps 13 to 16, and 17 to 20: the digest of the repeated part, repeated to a length. */
    private byte[] sequence(byte[] part, int times, int length) {
        for (int i = 0; i < times; i++) {
            sha256.update(part);
        }
        byte[] digest = sha256.digest();
        byte[] sequence = new byte[length];
        for (int at = 0; at < length; at += OCTETS) {
            System.arraycopy(digest, 0, sequence, at, Math.min(OCTETS, length - at));
        }
        Arrays.fill(digest, (byte) 0);
        return sequence;
    }

    /** Step 21. */
    private void next(byte[] digest, int round, byte[] passwordSequence, byte[] saltSequence) throws DigestException {
        boolean odd = (round & 1) == 1;
        sha256.update(odd ? passwordSequence : digest);
        if (round % 3 != 0) {
            sha256.update(saltSequence);
        }
        if (round % 7 != 0) {
            sha256.update(passwordSequence);
        }
        sha256.update(odd ? digest : passwordSequence);
        sha256.digest(digest, 0, OCTETS);
    }

    private static String encode(byte[] digest) {
        StringBuilder text = new StringBuilder(DIGEST_CHARACTERS);
        for (int[] triple : TRIPLES) {
            append(text, bits(digest[triple[0]], digest[triple[1]], digest[triple[2]]), 4);
        }
        append(text, bits((byte) 0, digest[31], digest[30]), 3);
        return text.toString();
    }

    private static int bits(byte high, byte middle, byte low) {
        return (Byte.toUnsignedInt(high) << 16) | (Byte.toUnsignedInt(middle) << 8) | Byte.toUnsignedInt(low);
    }

    private static void append(StringBuilder text, int bits, int characters) {
        for (int i = 0; i < characters; i++) {
            text.append(ALPHABET.charAt((bits >> (i * BITS_OF_CHARACTER)) & SIX_BITS));
        }
    }
}
