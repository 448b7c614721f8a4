package io.heliosdb.pg.protocol.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A login in two steps under the name of a real one: "first" is answered by "challenge", then "secret" succeeds. */
final class FakeMechanism implements AuthMechanism {
    static final String NAME = "SCRAM-SHA-256";

    /** What "secret" waits for. */
    CompletableFuture<Void> verification = CompletableFuture.completedFuture(null);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String verifierKind() {
        return "password";
    }

    @Override
    public String derive(char[] password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean verify(String verifier, char[] password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Exchange begin(Login login, LoginChannel channel) {
        return this::next;
    }

    private CompletionStage<Exchange.Step> next(byte[] message) {
        return switch (new String(message, US_ASCII)) {
            case "first" -> CompletableFuture.completedFuture(new Exchange.Challenge("challenge".getBytes(US_ASCII)));
            case "secret" -> verification.thenApply(done -> new Exchange.Success("proof".getBytes(US_ASCII)));
            case "defect" -> CompletableFuture.failedFuture(new IllegalStateException("a defect"));
            default ->
                CompletableFuture.completedFuture(new Exchange.Failure(
                        new HeliosException(SqlState.INVALID_PASSWORD, "password authentication failed")));
        };
    }
}
