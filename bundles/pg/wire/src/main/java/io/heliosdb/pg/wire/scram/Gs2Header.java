package io.heliosdb.pg.wire.scram;

import static io.heliosdb.pg.wire.scram.MessageReader.malformed;
import static io.heliosdb.pg.wire.scram.MessageReader.printable;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.Objects;

/**
 * What stands before a client-first-message: the channel binding flag (RFC 5802, section 6). An authorization identity
 * is not supported.
 *
 * @param flag what the client says of channel binding
 * @param bindingType the type with {@link Flag#REQUIRED}, else empty text
 */
public record Gs2Header(Flag flag, String bindingType) {
    /** The gs2-cbind-flag. */
    public enum Flag {
        /** {@code n}: the client does not support channel binding. */
        NOT_SUPPORTED('n'),
        /** {@code y}: the client supports it and thinks that the server does not. */
        NOT_OFFERED('y'),
        /** {@code p}: the client binds this exchange to its channel. */
        REQUIRED('p');

        private final char letter;

        Flag(char letter) {
            this.letter = letter;
        }
    }

    public static final Gs2Header NOT_SUPPORTED = new Gs2Header(Flag.NOT_SUPPORTED, "");
    public static final Gs2Header NOT_OFFERED = new Gs2Header(Flag.NOT_OFFERED, "");

    public Gs2Header {
        Objects.requireNonNull(flag, "flag");
        boolean valid = flag == Flag.REQUIRED ? isBindingType(bindingType) : bindingType.isEmpty();
        if (!valid) {
            throw new IllegalArgumentException("flag: " + flag + ", bindingType: \"" + bindingType + '"');
        }
    }

    static Gs2Header read(MessageReader reader) {
        char letter = reader.take();
        Gs2Header header =
                switch (letter) {
                    case 'n' -> afterFlag(reader, NOT_SUPPORTED);
                    case 'y' -> afterFlag(reader, NOT_OFFERED);
                    case 'p' -> required(reader);
                    default -> throw malformed("Unexpected channel-binding flag \"" + printable(letter) + "\".");
                };
        if (reader.peek() == 'a') {
            throw new HeliosException(
                    SqlState.FEATURE_NOT_SUPPORTED, "client uses authorization identity, but it is not supported");
        }
        if (reader.peek() != ',') {
            throw malformed("Unexpected attribute \"" + printable(reader.peek()) + "\" in client-first-message.");
        }
        reader.comma();
        return header;
    }

    private static Gs2Header afterFlag(MessageReader reader, Gs2Header header) {
        reader.comma();
        return header;
    }

    private static Gs2Header required(MessageReader reader) {
        String type = reader.valueOfFlag();
        if (!isBindingType(type)) {
            throw malformed("Malformed channel-binding type in client-first-message.");
        }
        return new Gs2Header(Flag.REQUIRED, type);
    }

    /** cb-name of RFC 5056, section 7. */
    private static boolean isBindingType(String text) {
        return !text.isEmpty() && text.chars().allMatch(Gs2Header::isBindingTypeCharacter);
    }

    private static boolean isBindingTypeCharacter(int c) {
        return MessageReader.isLetter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
    }

    /** As it stands in the message, both commas included. */
    public String text() {
        return flag == Flag.REQUIRED ? "p=" + bindingType + ",," : flag.letter + ",,";
    }
}
