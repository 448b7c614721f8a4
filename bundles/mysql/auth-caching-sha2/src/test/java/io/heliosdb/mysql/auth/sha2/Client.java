package io.heliosdb.mysql.auth.sha2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** The client's side of caching_sha2_password, written from its description, with RSAES-OAEP by hand (RFC 8017, 7.1.1). */
final class Client {
    private Client() {}

    static byte[] scramble(String password, byte[] challenge) {
        byte[] once = sha256(password.getBytes(UTF_8));
        byte[] mask = sha256(concatenated(sha256(once), challenge));
        return xor(once, mask);
    }

    static byte[] keyRequest() {
        return new byte[] {2};
    }

    static byte[] terminated(String password) {
        return (password + '\0').getBytes(UTF_8);
    }

    /** The password and its NUL, hidden under the repeated challenge. */
    static byte[] encrypted(String password, byte[] challenge, byte[] pem) {
        return encrypt(xor(terminated(password), challenge), publicKey(pem));
    }

    static RSAPublicKey publicKey(byte[] pem) {
        String body = new String(pem, US_ASCII)
                .replaceFirst("^-----BEGIN PUBLIC KEY-----\n", "")
                .replaceFirst("\n-----END PUBLIC KEY-----\n$", "")
                .replace("\n", "");
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(body)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static byte[] encrypt(byte[] message, RSAPublicKey key) {
        int octets = key.getModulus().bitLength() / 8;
        byte[] seed = sha1(message);
        byte[] block = new byte[octets - 21];
        System.arraycopy(sha1(new byte[0]), 0, block, 0, 20);
        block[block.length - message.length - 1] = 1;
        System.arraycopy(message, 0, block, block.length - message.length, message.length);
        byte[] maskedBlock = xor(block, mask(seed, block.length));
        byte[] maskedSeed = xor(seed, mask(maskedBlock, seed.length));
        BigInteger encoded = new BigInteger(1, concatenated(maskedSeed, maskedBlock));
        byte[] encrypted = encoded.modPow(key.getPublicExponent(), key.getModulus())
                .or(BigInteger.ONE.shiftLeft(octets * 8))
                .toByteArray();
        return Arrays.copyOfRange(encrypted, 1, octets + 1);
    }

    private static byte[] mask(byte[] seed, int length) {
        byte[] mask = new byte[0];
        for (byte counter = 0; mask.length < length; counter++) {
            mask = concatenated(mask, sha1(concatenated(seed, new byte[] {0, 0, 0, counter})));
        }
        return Arrays.copyOf(mask, length);
    }

    static byte[] xor(byte[] octets, byte[] repeated) {
        byte[] result = octets.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= repeated[i % repeated.length];
        }
        return result;
    }

    private static byte[] concatenated(byte[] left, byte[] right) {
        byte[] result = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, result, left.length, right.length);
        return result;
    }

    private static byte[] sha1(byte[] octets) {
        return hash("SHA-1", octets);
    }

    private static byte[] sha256(byte[] octets) {
        return hash("SHA-256", octets);
    }

    private static byte[] hash(String algorithm, byte[] octets) {
        try {
            return MessageDigest.getInstance(algorithm).digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
