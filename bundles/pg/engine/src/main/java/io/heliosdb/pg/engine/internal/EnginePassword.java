package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.wire.scram.ScramKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A password for the engine, with the keys that were derived from it last. For several threads. */
final class EnginePassword {
    private record Derived(byte[] salt, int iterations, ScramKeys keys) {}

    private final String text;
    private volatile Derived last;

    EnginePassword(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Whether keys were derived before: then {@link #keys} mostly costs nothing. */
    boolean hasKeys() {
        return last != null;
    }

    /** The keys for a salt and an iteration count; derived, which takes milliseconds, unless they are the last ones. */
    ScramKeys keys(byte[] salt, int iterations) {
        Derived derived = last;
        if (derived == null || derived.iterations != iterations || !Arrays.equals(derived.salt, salt)) {
            char[] characters = text.toCharArray();
            derived = new Derived(salt.clone(), iterations, ScramKeys.derive(characters, salt, iterations));
            Arrays.fill(characters, '\0');
            last = derived;
        }
        return derived.keys;
    }

    /**
     * What an engine stores to recognise the password without knowing it, made from the keys that were derived last.
     *
     * @throws IllegalStateException none were
     */
    String verifier() {
        Derived derived = last;
        if (derived == null) {
            throw new IllegalStateException("no keys were derived");
        }
        return derived.keys.verifier(derived.salt, derived.iterations).stored();
    }

    /** The answer to AuthenticationMD5Password. */
    String md5(String role, byte[] salt) {
        String inner = hex(text.getBytes(StandardCharsets.UTF_8), role.getBytes(StandardCharsets.UTF_8));
        return "md5" + hex(inner.getBytes(StandardCharsets.US_ASCII), salt);
    }

    @SuppressWarnings("WeakMessageDigest") // what the protocol's md5 method is; only inside TLS or a Unix socket
    private static String hex(byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(first);
            return HexFormat.of().formatHex(digest.digest(second));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "EnginePassword";
    }
}
