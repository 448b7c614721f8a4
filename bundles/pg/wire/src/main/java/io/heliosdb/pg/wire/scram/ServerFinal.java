package io.heliosdb.pg.wire.scram;

import static io.heliosdb.pg.wire.scram.MessageReader.malformed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.Objects;

/** server-final-message (RFC 5802, section 7). */
public sealed interface ServerFinal permits ServerFinal.Signature, ServerFinal.Refusal {
    byte[] octets();

    /**
     * The client proved itself, and so does the server.
     *
     * @param signature 32 octets
     */
    @SuppressWarnings("ArrayRecordComponent") // octets of one message, changed by nobody
    record Signature(byte[] signature) implements ServerFinal {
        public Signature {
            Objects.requireNonNull(signature, "signature");
        }

        @Override
        public byte[] octets() {
            return ("v=" + Base64.getEncoder().encodeToString(signature)).getBytes(ISO_8859_1);
        }
    }

    /**
     * The login failed. PostgreSQL sends an ErrorResponse instead.
     *
     * @param value server-error-value: {@code invalid-proof}, {@code unknown-user}, …
     */
    record Refusal(String value) implements ServerFinal {
        public Refusal {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public byte[] octets() {
            return ("e=" + value).getBytes(ISO_8859_1);
        }
    }

    /**
     * Optional attributes after the first are passed over.
     *
     * @throws io.heliosdb.spi.error.HeliosException 08P01
     */
    static ServerFinal parse(byte[] message) {
        MessageReader reader = new MessageReader(message);
        if (reader.peek() == 'e') {
            String value = reader.attribute('e');
            reader.extensions();
            return new Refusal(value);
        }
        byte[] signature = MessageReader.base64(reader.attribute('v'), "Malformed signature in server-final-message.");
        if (signature.length != ScramKeys.KEY_OCTETS) {
            throw malformed("Malformed signature in server-final-message.");
        }
        reader.extensions();
        return new Signature(signature);
    }
}
