package io.heliosdb.spi.type;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text in UTF-8 that may have any octets in between, as statements with binary literals do. An octet that is part of no
 * character stands as the lone surrogate U+DC00 plus its value (U+DC80 to U+DCFF), as in Python's {@code surrogateescape};
 * such text becomes the very same octets again.
 */
public final class EscapedOctets {
    private static final char ESCAPE = '\uDC00';
    private static final char FIRST = '\uDC80';
    private static final char LAST = '\uDCFF';

    /** What stands for malformed octets in a text that was decoded without asking; octets may mean it too. */
    private static final char REPLACEMENT = '\uFFFD';

    private EscapedOctets() {}

    /** Decodes octets, all of them, without moving an index. */
    public static String decode(ByteBuf octets, int index, int length) {
        String text = octets.toString(index, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        return decodeEscaping(octets.nioBuffer(index, length), decoder);
    }

    private static String decodeEscaping(ByteBuffer in, CharsetDecoder decoder) {
        CharBuffer out = CharBuffer.allocate(in.remaining());
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                break;
            }
            for (int octet = 0; octet < result.length(); octet++) {
                out.put((char) (ESCAPE + (in.get() & 0xff)));
            }
            decoder.reset();
        }
        return out.flip().toString();
    }

    /** The octets of a text, escaped ones as they were. */
    public static byte[] encode(CharSequence text) {
        int length = text.length();
        ByteBuf out = Unpooled.buffer(length + length / 2);
        int at = 0;
        while (at < length) {
            int end = at;
            while (end < length && !isEscaped(text, end)) {
                end++;
            }
            out.writeCharSequence(text.subSequence(at, end), StandardCharsets.UTF_8);
            while (end < length && isEscaped(text, end)) {
                out.writeByte(text.charAt(end++) - ESCAPE);
            }
            at = end;
        }
        byte[] octets = new byte[out.readableBytes()];
        out.readBytes(octets);
        return octets;
    }

    /** Whether a text has an escaped octet at an index: the low half of a pair is none. */
    public static boolean isEscaped(CharSequence text, int index) {
        char character = text.charAt(index);
        return character >= FIRST
                && character <= LAST
                && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
