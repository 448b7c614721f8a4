package io.heliosdb.pg.wire.scram;

import static io.heliosdb.pg.wire.scram.MessageReader.malformed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.Objects;

/**
 * client-first-message (RFC 5802, section 7). Texts are one char an octet.
 *
 * @param header channel binding flag
 * @param user the saslname as it stands in the message, escapes included; PostgreSQL goes by the startup message instead
 * @param nonce the client's part
 * @param extensions optional attributes, mostly none
 */
public record ClientFirst(Gs2Header header, String user, String nonce, String extensions) {
    public ClientFirst {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(nonce, "nonce");
        Objects.requireNonNull(extensions, "extensions");
    }

    /** As libpq sends it: without a user name. */
    public ClientFirst(Gs2Header header, String nonce) {
        this(header, "", nonce, "");
    }

    /** @throws HeliosException 08P01 malformed, 0A000 with an authorization identity or a mandatory extension */
    public static ClientFirst parse(byte[] message) {
        MessageReader reader = new MessageReader(message);
        Gs2Header header = Gs2Header.read(reader);
        if (reader.peek() == 'm') {
            throw new HeliosException(SqlState.FEATURE_NOT_SUPPORTED, "client requires an unsupported SCRAM extension");
        }
        String user = reader.attribute('n');
        String nonce = reader.attribute('r');
        if (nonce.isEmpty()) {
            throw malformed("The nonce is empty.");
        }
        if (!MessageReader.isNonce(nonce)) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "non-printable characters in SCRAM nonce");
        }
        return new ClientFirst(header, user, nonce, reader.extensions());
    }

    /** client-first-message-bare, the part that is signed. */
    public String bare() {
        return "n=" + user + ",r=" + nonce + (extensions.isEmpty() ? "" : "," + extensions);
    }

    public byte[] octets() {
        return (header.text() + bare()).getBytes(ISO_8859_1);
    }
}
