package io.heliosdb.spi.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class TracedMessagesTest {
    /** A head is a letter and a digit, which is the length of the body. */
    private static final class Letters extends TracedMessages {
        @Override
        protected int headBytes() {
            return 2;
        }

        @Override
        protected long head(ByteBuf octets, int index) {
            int length = 2 + octets.getByte(index + 1) - '0';
            return switch (octets.getByte(index)) {
                case 'W', 'H', 'D' -> whole(length);
                default -> pieces(length);
            };
        }

        @Override
        protected void piece(ByteBuf octets, int index, int length) {
            for (int at = index; at < index + length; at++) {
                octets.setByte(at, octets.getByte(at) | 0x20);
            }
        }

        @Override
        protected boolean message(ByteBuf octets, int index, int length) {
            if (octets.getByte(index) == 'D') {
                discardRest();
            }
            mask(octets, index + 2, length - 2);
            return octets.getByte(index) == 'W';
        }
    }

    private static String shown(String... pieces) {
        Letters letters = new Letters();
        StringBuilder shown = new StringBuilder();
        for (String piece : pieces) {
            letters.feed(Unpooled.copiedBuffer(piece, US_ASCII), octets -> shown.append(octets.toString(US_ASCII)));
        }
        return shown.toString();
    }

    @Test
    void sameMessagesHoweverTheyAreCut() {
        String stream = "P3ABCW3ABCH2XYP0W0P2ABH0W1A";
        String expected = "P3abcW3***P0W0P2abW1*";
        for (int first = 0; first <= stream.length(); first++) {
            for (int second = first; second <= stream.length(); second++) {
                assertThat(shown(stream.substring(0, first), stream.substring(first, second), stream.substring(second)))
                        .as("cut at %d and %d", first, second)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void gatheredMessagesAreShownWhenTheyAreComplete() {
        assertThat(shown("P1AW3A", "B")).isEqualTo("P1a");
        assertThat(shown("P3A", "B")).isEqualTo("P3ab");
    }

    @Test
    void leavesOutTheRestOfAPieceAndNoMore() {
        assertThat(shown("P1AD1XP1B", "P1C")).isEqualTo("P1aP1c");
        assertThat(shown("P1AD1", "XP1B", "P1C")).isEqualTo("P1aP1c");
    }

    @Test
    void masksStringsButNotTheirEnds() {
        ByteBuf octets = Unpooled.wrappedBuffer(new byte[] {1, 'a', 0, 'b', 'c', 0, 2});
        TracedMessages.maskStrings(octets, 1, 5);
        assertThat(octets).isEqualTo(Unpooled.wrappedBuffer(new byte[] {1, '*', 0, '*', '*', 0, 2}));
    }
}
