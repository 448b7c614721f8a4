package io.heliosdb.pg.wire.scram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.heliosdb.spi.auth.ChannelBinding;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.Collection;
import java.util.Optional;

/** The client's side of one login: {@link #first}, then {@link #answer}, then {@link #finish}. Not for several threads. */
public final class ScramClient {
    /** Where the keys for a server's challenge come from: derived, or remembered from an earlier login. */
    @FunctionalInterface
    public interface KeySource {
        ScramKeys keys(byte[] salt, int iterations);
    }

    private final ScramMechanism mechanism;
    private final byte[] bindingInput;
    private final ClientFirst clientFirst;
    private ScramKeys keys;
    private byte[] authMessage;

    private ScramClient(ScramMechanism mechanism, Gs2Header header, byte[] bindingData, String nonce) {
        this.mechanism = mechanism;
        this.clientFirst = new ClientFirst(header, nonce);
        this.bindingInput = bindingInput(header, bindingData);
    }

    /**
     * Chooses the strongest mechanism that the server offers.
     *
     * @param offered names from AuthenticationSASL
     * @param binding of the channel to the server, if it is inside TLS
     * @throws HeliosException 0A000 where the server offers no SCRAM-SHA-256
     */
    public static ScramClient choose(Collection<String> offered, Optional<ChannelBinding> binding) {
        return choose(offered, binding, ScramNonce.next());
    }

    static ScramClient choose(Collection<String> offered, Optional<ChannelBinding> binding, String nonce) {
        if (binding.isPresent() && offered.contains(ScramMechanism.SCRAM_SHA_256_PLUS.registeredName())) {
            Gs2Header header =
                    new Gs2Header(Gs2Header.Flag.REQUIRED, binding.get().type());
            return new ScramClient(
                    ScramMechanism.SCRAM_SHA_256_PLUS, header, binding.get().data(), nonce);
        }
        if (!offered.contains(ScramMechanism.SCRAM_SHA_256.registeredName())) {
            throw new HeliosException(
                    SqlState.FEATURE_NOT_SUPPORTED, "none of the server's SASL mechanisms is supported: " + offered);
        }
        Gs2Header header = binding.isPresent() ? Gs2Header.NOT_OFFERED : Gs2Header.NOT_SUPPORTED;
        return new ScramClient(ScramMechanism.SCRAM_SHA_256, header, new byte[0], nonce);
    }

    /** cbind-input of RFC 5802, section 7: what both sides must see in attribute {@code c}. */
    public static byte[] bindingInput(Gs2Header header, byte[] bindingData) {
        byte[] flag = header.text().getBytes(ISO_8859_1);
        byte[] input = new byte[flag.length + bindingData.length];
        System.arraycopy(flag, 0, input, 0, flag.length);
        System.arraycopy(bindingData, 0, input, flag.length, bindingData.length);
        return input;
    }

    public ScramMechanism mechanism() {
        return mechanism;
    }

    /** client-first-message, for SASLInitialResponse. */
    public byte[] first() {
        return clientFirst.octets();
    }

    /**
     * client-final-message, for SASLResponse.
     *
     * @param challenge the server's AuthenticationSASLContinue
     * @param source asked once; deriving takes milliseconds, so that an event loop wants it remembered or elsewhere
     * @throws HeliosException 08P01 where the challenge is malformed or not an answer to this client
     */
    public byte[] answer(byte[] challenge, KeySource source) {
        ServerFirst serverFirst = ServerFirst.parse(challenge);
        String nonce = serverFirst.nonce();
        if (!nonce.startsWith(clientFirst.nonce())
                || nonce.length() == clientFirst.nonce().length()) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "invalid SCRAM challenge (nonce mismatch)");
        }
        keys = source.keys(serverFirst.salt(), serverFirst.iterations());
        authMessage =
                ClientFinal.authMessage(clientFirst, serverFirst, ClientFinal.withoutProof(bindingInput, nonce, ""));
        return new ClientFinal(bindingInput, nonce, "", keys.proof(authMessage)).octets();
    }

    /**
     * Checks that the server knows the password too.
     *
     * @param last the server's AuthenticationSASLFinal
     * @throws HeliosException 08P01 malformed, 28P01 the server refuses the proof, 28000 the server's own proof is wrong
     */
    public void finish(byte[] last) {
        if (keys == null) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "SCRAM exchange ended before the challenge");
        }
        ServerFinal serverFinal = ServerFinal.parse(last);
        if (serverFinal instanceof ServerFinal.Refusal refusal) {
            throw new HeliosException(SqlState.INVALID_PASSWORD, "SCRAM authentication failed: " + refusal.value());
        }
        if (serverFinal instanceof ServerFinal.Signature signature
                && !keys.verifies(signature.signature(), authMessage)) {
            throw new HeliosException(SqlState.INVALID_AUTHORIZATION, "incorrect server signature");
        }
    }
}
