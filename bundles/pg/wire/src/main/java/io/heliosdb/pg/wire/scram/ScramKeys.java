package io.heliosdb.pg.wire.scram;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.OptionalInt;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys that come from a password, a salt and an iteration count (RFC 5802, section 3), with SHA-256. */
public final class ScramKeys {
    /** Octets of a key, of a signature and of a proof. */
    public static final int KEY_OCTETS = 32;

    /** PostgreSQL's own number, the least that RFC 7677 allows for a new verifier. */
    public static final int DEFAULT_ITERATIONS = 4096;

    /** More are refused: they would be an attack on the one who derives, some hundred milliseconds a million. */
    public static final int MAX_ITERATIONS = 1_000_000;

    private static final String MAC = "HmacSHA256";
    private static final byte[] CLIENT_KEY = "Client Key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER_KEY = "Server Key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

    private final byte[] clientKey;
    private final byte[] storedKey;
    private final byte[] serverKey;

    private ScramKeys(byte[] saltedPassword) {
        clientKey = hmac(saltedPassword, CLIENT_KEY);
        storedKey = sha256(clientKey);
        serverKey = hmac(saltedPassword, SERVER_KEY);
    }

    /**
     * Derives the keys. Takes milliseconds by design: not for an event loop.
     *
     * @param password clear text, prepared here; the caller wipes it
     * @param iterations 1 to {@link #MAX_ITERATIONS}
     * @throws IllegalArgumentException iterations out of bounds, or a password with half a surrogate pair
     */
    public static ScramKeys derive(char[] password, byte[] salt, int iterations) {
        checkIterations(iterations);
        byte[] prepared = SaslPrep.prepare(password);
        byte[] salted = saltedPassword(prepared, salt, iterations);
        try {
            return new ScramKeys(salted);
        } finally {
            Arrays.fill(prepared, (byte) 0);
            Arrays.fill(salted, (byte) 0);
        }
    }

    /** What the server keeps of these keys. */
    public ScramVerifier verifier(byte[] salt, int iterations) {
        return new ScramVerifier(iterations, salt, storedKey, serverKey);
    }

    /** ClientProof over the AuthMessage. */
    public byte[] proof(byte[] authMessage) {
        return xor(clientKey, hmac(storedKey, authMessage));
    }

    /** Whether the server knows these keys too. */
    public boolean verifies(byte[] serverSignature, byte[] authMessage) {
        return MessageDigest.isEqual(hmac(serverKey, authMessage), serverSignature);
    }

    /** Hi() of RFC 5802, section 2.2: PBKDF2 with one block. */
    private static byte[] saltedPassword(byte[] password, byte[] salt, int iterations) {
        Mac mac = mac(password);
        mac.update(salt);
        byte[] round = mac.doFinal(FIRST_BLOCK);
        byte[] result = round.clone();
        for (int i = 1; i < iterations; i++) {
            round = mac.doFinal(round);
            for (int j = 0; j < result.length; j++) {
                result[j] ^= round[j];
            }
        }
        return result;
    }

    static byte[] hmac(byte[] key, byte[] data) {
        return mac(key).doFinal(data);
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(MAC);
            // SecretKeySpec refuses a key without octets; HMAC pads it with zeros, so one zero is the same key.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, MAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] xor(byte[] left, byte[] right) {
        byte[] result = left.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= right[i];
        }
        return result;
    }

    /** Reads an iteration count without leading zeros; empty where it is none or out of bounds. */
    static OptionalInt iterations(String text) {
        boolean number = !text.isEmpty()
                && text.length() <= Integer.toString(MAX_ITERATIONS).length()
                && text.charAt(0) != '0'
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            return OptionalInt.empty();
        }
        int iterations = Integer.parseInt(text);
        return iterations <= MAX_ITERATIONS ? OptionalInt.of(iterations) : OptionalInt.empty();
    }

    static void checkIterations(int iterations) {
        if (iterations < 1 || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException(
                    "iterations: " + iterations + " (expected: 1 to " + MAX_ITERATIONS + ")");
        }
    }
}
