package io.heliosdb.pg.wire.scram;

import static io.heliosdb.pg.wire.scram.MessageReader.malformed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.Base64;
import java.util.Objects;

/**
 * server-first-message (RFC 5802, section 7).
 *
 * @param nonce the client's part and the server's after it
 * @param salt at least one octet
 * @param iterations 1 to {@link ScramKeys#MAX_ITERATIONS}
 * @param extensions optional attributes, mostly none
 */
@SuppressWarnings("ArrayRecordComponent") // octets of one message, changed by nobody
public record ServerFirst(String nonce, byte[] salt, int iterations, String extensions) {
    public ServerFirst {
        Objects.requireNonNull(nonce, "nonce");
        Objects.requireNonNull(salt, "salt");
        Objects.requireNonNull(extensions, "extensions");
        ScramKeys.checkIterations(iterations);
    }

    public ServerFirst(String nonce, byte[] salt, int iterations) {
        this(nonce, salt, iterations, "");
    }

    /** @throws HeliosException 08P01 malformed or with too many iterations, 0A000 with a mandatory extension */
    public static ServerFirst parse(byte[] message) {
        MessageReader reader = new MessageReader(message);
        if (reader.peek() == 'm') {
            throw new HeliosException(SqlState.FEATURE_NOT_SUPPORTED, "server requires an unsupported SCRAM extension");
        }
        String nonce = reader.attribute('r');
        if (!MessageReader.isNonce(nonce)) {
            throw malformed("Malformed nonce in server-first-message.");
        }
        byte[] salt = MessageReader.base64(reader.attribute('s'), "Malformed salt in server-first-message.");
        if (salt.length == 0) {
            throw malformed("Malformed salt in server-first-message.");
        }
        int iterations = ScramKeys.iterations(reader.attribute('i'))
                .orElseThrow(() -> malformed("Iteration count in server-first-message is not a number from 1 to "
                        + ScramKeys.MAX_ITERATIONS + "."));
        return new ServerFirst(nonce, salt, iterations, reader.extensions());
    }

    public String text() {
        return "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(salt) + ",i=" + iterations
                + (extensions.isEmpty() ? "" : "," + extensions);
    }

    public byte[] octets() {
        return text().getBytes(ISO_8859_1);
    }
}
