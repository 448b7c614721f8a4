package io.heliosdb.mysql.protocol.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** "secret" succeeds at once with a last word, "more" is asked for the secret again; anything else is wrong. */
final class FakeMechanism implements AuthMechanism {
    static final String CACHING_SHA2 = "caching_sha2_password";
    static final String NATIVE = "mysql_native_password";
    static final byte[] FAST = {3};
    static final byte[] FULL = {4};

    final String name;

    /** What a success waits for. */
    CompletableFuture<Void> verification = CompletableFuture.completedFuture(null);

    LoginChannel channel;

    FakeMechanism(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String verifierKind() {
        return name;
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
    public Exchange begin(Login login, LoginChannel loginChannel) {
        channel = loginChannel;
        return message -> next(login, message);
    }

    private CompletionStage<Exchange.Step> next(Login login, byte[] message) {
        return switch (new String(message, US_ASCII)) {
            case "secret" -> verification.thenApply(done -> success(login));
            case "more" -> CompletableFuture.completedFuture(new Exchange.Challenge(FULL));
            case "defect" -> CompletableFuture.failedFuture(new IllegalStateException("a defect"));
            case "malformed" ->
                CompletableFuture.completedFuture(
                        new Exchange.Failure(new HeliosException(SqlState.PROTOCOL_VIOLATION, "malformed")));
            default -> CompletableFuture.completedFuture(wrong());
        };
    }

    private Exchange.Step success(Login login) {
        return login.verifier(name).isPresent() ? new Exchange.Success(FAST) : wrong();
    }

    private static Exchange.Step wrong() {
        return new Exchange.Failure(new HeliosException(SqlState.INVALID_PASSWORD, "password authentication failed"));
    }
}
