package io.heliosdb.pg.auth.scram.internal;

import io.heliosdb.pg.wire.scram.ClientFinal;
import io.heliosdb.pg.wire.scram.ClientFirst;
import io.heliosdb.pg.wire.scram.Gs2Header;
import io.heliosdb.pg.wire.scram.ScramClient;
import io.heliosdb.pg.wire.scram.ScramKeys;
import io.heliosdb.pg.wire.scram.ScramNonce;
import io.heliosdb.pg.wire.scram.ScramVerifier;
import io.heliosdb.pg.wire.scram.ServerFinal;
import io.heliosdb.pg.wire.scram.ServerFirst;
import io.heliosdb.spi.auth.ChannelBinding;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of one SCRAM login (RFC 5802). All its steps are some keyed hashes, microseconds: they run on the
 * caller's thread. What the client is told, and in which SQLSTATE, is what PostgreSQL tells.
 *
 * <p>A user without a verifier gets a decoy, and from there on nothing knows which it is: the same statements run, over
 * the same number of octets, and end in the same failure, because nobody has the key behind a decoy.
 */
public final class ScramExchange implements Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(ScramExchange.class);
    private static final byte[] NO_BINDING = {};

    private final Login login;
    private final Optional<ChannelBinding> binding;
    private final boolean bindingWasOffered;
    private final ScramVerifier verifier;
    private ClientFirst clientFirst;
    private ServerFirst serverFirst;
    private boolean over;

    private ScramExchange(Login login, Optional<ChannelBinding> binding, boolean bindingWasOffered) {
        this.login = login;
        this.binding = binding;
        this.bindingWasOffered = bindingWasOffered;
        verifier = verifier(login);
    }

    /** @param bindingWasOffered whether this client could have chosen SCRAM-SHA-256-PLUS */
    public static ScramExchange unbound(Login login, boolean bindingWasOffered) {
        return new ScramExchange(login, Optional.empty(), bindingWasOffered);
    }

    public static ScramExchange bound(Login login, ChannelBinding binding) {
        return new ScramExchange(login, Optional.of(binding), true);
    }

    /** Makes a decoy for everybody, and reads one text for everybody, so that both kinds of user cost the same. */
    private static ScramVerifier verifier(Login login) {
        ScramVerifier decoy = ScramVerifier.decoy(login.decoySeed(), ScramKeys.DEFAULT_ITERATIONS);
        String stored = login.verifier(ScramPassword.VERIFIER_KIND).orElse(decoy.stored());
        return ScramVerifier.parse(stored).orElseGet(() -> {
            LOG.warn("user \"{}\" has no valid SCRAM verifier: a new password has to be set", login.user());
            return decoy;
        });
    }

    @Override
    public CompletionStage<Step> next(byte[] message) {
        return CompletableFuture.completedFuture(step(message));
    }

    private Step step(byte[] message) {
        try {
            if (over) {
                throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "the SCRAM exchange is over");
            }
            return serverFirst == null ? challenge(message) : conclude(message);
        } catch (HeliosException e) {
            over = true;
            return new Failure(e);
        }
    }

    private Challenge challenge(byte[] message) {
        clientFirst = ClientFirst.parse(message);
        checkFlag(clientFirst.header());
        serverFirst = verifier.challenge(clientFirst.nonce() + ScramNonce.next());
        return new Challenge(serverFirst.octets());
    }

    private void checkFlag(Gs2Header header) {
        if (binding.isPresent()) {
            checkBound(header, binding.get());
            return;
        }
        switch (header.flag()) {
            case REQUIRED ->
                throw refusal(
                        SqlState.PROTOCOL_VIOLATION,
                        "malformed SCRAM message",
                        "The client selected SCRAM-SHA-256 without channel binding, but the SCRAM message includes channel"
                                + " binding data.");
            case NOT_OFFERED -> {
                // Somebody in between may have taken the stronger mechanism out of what was offered.
                if (bindingWasOffered) {
                    throw refusal(
                            SqlState.INVALID_AUTHORIZATION,
                            "SCRAM channel binding negotiation error",
                            "The client supports SCRAM channel binding but thinks the server does not.  However, this"
                                    + " server does support channel binding.");
                }
            }
            case NOT_SUPPORTED -> {}
        }
    }

    private static void checkBound(Gs2Header header, ChannelBinding binding) {
        if (header.flag() != Gs2Header.Flag.REQUIRED) {
            throw refusal(
                    SqlState.PROTOCOL_VIOLATION,
                    "malformed SCRAM message",
                    "The client selected SCRAM-SHA-256-PLUS, but the SCRAM message does not include channel binding"
                            + " data.");
        }
        if (!header.bindingType().equals(binding.type())) {
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION,
                    "unsupported SCRAM channel-binding type \"" + header.bindingType() + '"');
        }
    }

    private Success conclude(byte[] message) {
        over = true;
        ClientFinal clientFinal = ClientFinal.parse(message);
        checkBindingInput(clientFinal.channelBinding());
        if (!clientFinal.nonce().equals(serverFirst.nonce())) {
            throw refusal(SqlState.PROTOCOL_VIOLATION, "invalid SCRAM response", "Nonce does not match.");
        }
        byte[] authMessage = clientFinal.authMessage(clientFirst, serverFirst);
        if (!verifier.proves(clientFinal.proof(), authMessage)) {
            throw new HeliosException(
                    SqlState.INVALID_PASSWORD, "password authentication failed for user \"" + login.user() + '"');
        }
        return new Success(new ServerFinal.Signature(verifier.serverSignature(authMessage)).octets());
    }

    private void checkBindingInput(byte[] received) {
        byte[] data = binding.map(ChannelBinding::data).orElse(NO_BINDING);
        if (MessageDigest.isEqual(ScramClient.bindingInput(clientFirst.header(), data), received)) {
            return;
        }
        if (binding.isPresent()) {
            throw new HeliosException(SqlState.INVALID_AUTHORIZATION, "SCRAM channel binding check failed");
        }
        throw new HeliosException(
                SqlState.PROTOCOL_VIOLATION, "unexpected SCRAM channel-binding attribute in client-final-message");
    }

    private static HeliosException refusal(String sqlState, String message, String detail) {
        return new HeliosException(sqlState, message).with(HeliosException.Field.DETAIL, detail);
    }
}
