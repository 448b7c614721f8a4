package io.heliosdb.pg.wire.scram;

import static io.heliosdb.pg.wire.scram.MessageReader.malformed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.Objects;

/**
 * client-final-message (RFC 5802, section 7).
 *
 * @param channelBinding cbind-input: the gs2 header's octets, then with flag {@code p} those of the channel binding
 * @param nonce as the server sent it
 * @param extensions optional attributes, mostly none
 * @param proof 32 octets
 */
@SuppressWarnings("ArrayRecordComponent") // octets of one message, changed by nobody
public record ClientFinal(byte[] channelBinding, String nonce, String extensions, byte[] proof) {
    public ClientFinal {
        Objects.requireNonNull(channelBinding, "channelBinding");
        Objects.requireNonNull(nonce, "nonce");
        Objects.requireNonNull(extensions, "extensions");
        Objects.requireNonNull(proof, "proof");
    }

    /** @throws io.heliosdb.spi.error.HeliosException 08P01 */
    public static ClientFinal parse(byte[] message) {
        MessageReader reader = new MessageReader(message);
        byte[] channelBinding = MessageReader.base64(
                reader.attribute('c'), "Malformed channel-binding attribute in client-final-message.");
        String nonce = reader.attribute('r');
        String extensions = reader.extensionsBefore('p');
        byte[] proof = MessageReader.base64(reader.attribute('p'), "Malformed proof in client-final-message.");
        if (proof.length != ScramKeys.KEY_OCTETS) {
            throw malformed("Malformed proof in client-final-message.");
        }
        if (!reader.atEndOfAttributes()) {
            throw malformed("Garbage found at the end of client-final-message.");
        }
        return new ClientFinal(channelBinding, nonce, extensions, proof);
    }

    /** client-final-message-without-proof, the part that is signed. */
    static String withoutProof(byte[] channelBinding, String nonce, String extensions) {
        return "c=" + Base64.getEncoder().encodeToString(channelBinding) + ",r=" + nonce
                + (extensions.isEmpty() ? "" : "," + extensions);
    }

    /** AuthMessage of RFC 5802, section 3: what both sides sign. */
    public byte[] authMessage(ClientFirst clientFirst, ServerFirst serverFirst) {
        return authMessage(clientFirst, serverFirst, withoutProof(channelBinding, nonce, extensions));
    }

    static byte[] authMessage(ClientFirst clientFirst, ServerFirst serverFirst, String finalWithoutProof) {
        return (clientFirst.bare() + "," + serverFirst.text() + "," + finalWithoutProof).getBytes(ISO_8859_1);
    }

    public byte[] octets() {
        return (withoutProof(channelBinding, nonce, extensions) + ",p="
                        + Base64.getEncoder().encodeToString(proof))
                .getBytes(ISO_8859_1);
    }
}
