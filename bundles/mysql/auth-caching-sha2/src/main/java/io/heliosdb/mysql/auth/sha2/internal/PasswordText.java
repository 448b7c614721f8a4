package io.heliosdb.mysql.auth.sha2.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Passwords as octets, in UTF-8, and back. Leaves no copy behind. */
public final class PasswordText {
    /** Most octets of a password: MySQL's own limit, because the cost of a hash grows with them. */
    public static final int MAX_OCTETS = 256;

    private PasswordText() {}

    /** @throws HeliosException 28P01 for more than {@link #MAX_OCTETS}, and for half a surrogate pair */
    public static byte[] encode(char[] password) {
        byte[] octets = new byte[MAX_OCTETS];
        ByteBuffer encoded = ByteBuffer.wrap(octets);
        CoderResult result = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(password), encoded, true);
        try {
            if (result.isOverflow()) {
                throw new HeliosException(
                        SqlState.INVALID_PASSWORD, "password has more than " + MAX_OCTETS + " octets");
            }
            if (result.isError()) {
                throw new HeliosException(SqlState.INVALID_PASSWORD, "password has half a surrogate pair");
            }
            return Arrays.copyOf(octets, encoded.position());
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** What is no UTF-8 becomes U+FFFD: a text that is as long, and nobody's password. */
    static char[] decode(byte[] octets) {
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(octets));
        try {
            return Arrays.copyOf(decoded.array(), decoded.remaining());
        } finally {
            Arrays.fill(decoded.array(), '\0');
        }
    }
}
