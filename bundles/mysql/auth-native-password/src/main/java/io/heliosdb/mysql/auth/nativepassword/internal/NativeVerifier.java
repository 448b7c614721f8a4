package io.heliosdb.mysql.auth.nativepassword.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is stored of a password: {@code *} and SHA-1 of SHA-1 of it in 40 hexadecimal digits, as in mysql.user. */
public final class NativeVerifier {
    /** {@link io.heliosdb.spi.auth.AuthMechanism#verifierKind()}. */
    public static final String KIND = "mysql-native";

    static final int OCTETS = 20;

    private static final Pattern STORED = Pattern.compile("\\*[0-9A-Fa-f]{" + 2 * OCTETS + "}");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int CHUNK_OCTETS = 256;

    private final byte[] digest;

    private NativeVerifier(byte[] digest) {
        this.digest = digest;
    }

    /** @throws HeliosException 28P01 where the password is no text */
    public static NativeVerifier derive(char[] password) {
        byte[] once = sha1OfUtf8(password);
        try {
            return new NativeVerifier(sha1(once));
        } finally {
            Arrays.fill(once, (byte) 0);
        }
    }

    /** One that no password has, for an unknown user: the same for the same seed. */
    static NativeVerifier decoy(byte[] seed) {
        return new NativeVerifier(sha1(seed));
    }

    /** Reads what was stored; empty where it is anything else. */
    static Optional<NativeVerifier> parse(String stored) {
        return STORED.matcher(stored).matches()
                ? Optional.of(new NativeVerifier(HEX.parseHex(stored, 1, stored.length())))
                : Optional.empty();
    }

    /** Whether a stored text is of that password; a damaged one is of none. Compares in constant time. */
    public static boolean isOf(String stored, char[] password) {
        try {
            byte[] digest = derive(password).digest;
            return MessageDigest.isEqual(
                    parse(stored).map(found -> found.digest).orElse(new byte[OCTETS]), digest);
        } catch (HeliosException noText) {
            return false;
        }
    }

    public String stored() {
        return "*" + HEX.formatHex(digest);
    }

    /**
     * Whether the scramble is that of the password, which is {@code SHA-1(password) XOR SHA-1(challenge || digest)}. Compares
     * in constant time.
     *
     * @param scramble 20 octets
     */
    boolean fits(byte[] scramble, byte[] challenge) {
        byte[] once = sha1(challenge, digest);
        for (int i = 0; i < once.length; i++) {
            once[i] ^= scramble[i];
        }
        boolean fits = MessageDigest.isEqual(sha1(once), digest);
        Arrays.fill(once, (byte) 0);
        return fits;
    }

    private static byte[] sha1OfUtf8(char[] password) {
        MessageDigest sha1 = sha1();
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        CharBuffer left = CharBuffer.wrap(password);
        byte[] chunk = new byte[CHUNK_OCTETS];
        CoderResult result;
        do {
            ByteBuffer encoded = ByteBuffer.wrap(chunk);
            result = encoder.encode(left, encoded, true);
            sha1.update(chunk, 0, encoded.position());
        } while (result.isOverflow());
        Arrays.fill(chunk, (byte) 0);
        if (result.isError()) {
            throw new HeliosException(SqlState.INVALID_PASSWORD, "password has half a surrogate pair");
        }
        return sha1.digest();
    }

    private static byte[] sha1(byte[]... parts) {
        MessageDigest sha1 = sha1();
        for (byte[] part : parts) {
            sha1.update(part);
        }
        return sha1.digest();
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without the digest. */
    @Override
    public String toString() {
        return "NativeVerifier";
    }
}
