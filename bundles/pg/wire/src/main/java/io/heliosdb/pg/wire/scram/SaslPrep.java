package io.heliosdb.pg.wire.scram;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Prepares a password as PostgreSQL does: by SASLprep (RFC 4013) where that is possible, and as it is where the profile
 * prohibits it, so that no password is refused. As in PostgreSQL, what is prohibited is looked for before the
 * normalisation.
 */
final class SaslPrep {
    private static final int ASCII = 0x7F;

    /** Read at the first password that is not ASCII. */
    private static final class Tables {
        static final Map<String, CodePoints> SETS = CodePoints.load("saslprep.txt");
        static final CodePoints SPACE = SETS.get("space");
        static final CodePoints NOTHING = SETS.get("nothing");
        static final CodePoints PROHIBITED = SETS.get("prohibited");
        static final CodePoints UNASSIGNED = SETS.get("unassigned");
        static final CodePoints RIGHT_TO_LEFT = SETS.get("rightToLeft");
        static final CodePoints LEFT_TO_RIGHT = SETS.get("leftToRight");
    }

    private SaslPrep() {}

    /**
     * The octets that the key is derived from, for the caller to wipe.
     *
     * @throws IllegalArgumentException where the text has half a surrogate pair
     */
    static byte[] prepare(char[] password) {
        if (isAscii(password)) {
            return utf8(CharBuffer.wrap(password));
        }
        return normalised(password).map(SaslPrep::utf8).orElseGet(() -> utf8(CharBuffer.wrap(password)));
    }

    private static boolean isAscii(char[] password) {
        for (char c : password) {
            if (c > ASCII) {
                return false;
            }
        }
        return true;
    }

    /** The prepared text, or empty where the profile does not allow the password. */
    private static Optional<CharBuffer> normalised(char[] password) {
        int[] codePoints = mapped(password);
        try {
            if (codePoints.length == 0
                    || Tables.PROHIBITED.containsAny(codePoints)
                    || Tables.UNASSIGNED.containsAny(codePoints)
                    || mixesDirections(codePoints)) {
                return Optional.empty();
            }
            String text = new String(codePoints, 0, codePoints.length);
            return Optional.of(CharBuffer.wrap(Normalizer.normalize(text, Normalizer.Form.NFKC)));
        } finally {
            Arrays.fill(codePoints, 0);
        }
    }

    /** RFC 4013, section 2.1. */
    private static int[] mapped(char[] password) {
        return CharBuffer.wrap(password)
                .codePoints()
                .map(c -> Tables.SPACE.contains(c) ? ' ' : c)
                .filter(c -> !Tables.NOTHING.contains(c))
                .toArray();
    }

    /** RFC 3454, section 6. */
    private static boolean mixesDirections(int[] codePoints) {
        if (!Tables.RIGHT_TO_LEFT.containsAny(codePoints)) {
            return false;
        }
        return Tables.LEFT_TO_RIGHT.containsAny(codePoints)
                || !Tables.RIGHT_TO_LEFT.contains(codePoints[0])
                || !Tables.RIGHT_TO_LEFT.contains(codePoints[codePoints.length - 1]);
    }

    /** Encodes into one buffer that is wiped; a growing one would leave copies behind. */
    private static byte[] utf8(CharBuffer text) {
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        byte[] room = new byte[(int) Math.ceil(text.remaining() * (double) encoder.maxBytesPerChar())];
        try {
            ByteBuffer encoded = ByteBuffer.wrap(room);
            CoderResult result = encoder.encode(text, encoded, true);
            if (result.isError()) {
                throw new IllegalArgumentException("password has half a surrogate pair");
            }
            return Arrays.copyOf(room, encoded.position());
        } finally {
            Arrays.fill(room, (byte) 0);
        }
    }
}
