package @package@.internal;

import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The server's side of one login: one message. A user without a verifier gets a decoy, and costs what others cost. */
public final class @Name@Exchange implements Exchange {
    private static final byte[] NOTHING = {};

    private final Login login;
    private final boolean encrypted;
    private boolean over;

    /** @param encrypted whether nobody else can read what the client sends */
    public @Name@Exchange(Login login, boolean encrypted) {
        this.login = login;
        this.encrypted = encrypted;
    }

    @Override
    public CompletionStage<Step> next(byte[] message) {
        if (over || !encrypted) {
            Arrays.fill(message, (byte) 0);
            return CompletableFuture.completedFuture(new Failure(new HeliosException(
                    SqlState.PROTOCOL_VIOLATION,
                    over ? "the exchange is over" : "a password is taken inside TLS only")));
        }
        over = true;
        // Milliseconds of work, by design: not for the event loop.
        return CompletableFuture.supplyAsync(() -> check(message));
    }

    private Step check(byte[] message) {
        char[] password = {};
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message));
            password = new char[text.remaining()];
            text.get(password);
            Arrays.fill(text.array(), '\0');
            @Name@Verifier decoy = @Name@Verifier.decoy(login.decoySeed());
            @Name@Verifier verifier = login.verifier(@Name@Verifier.KIND)
                    .flatMap(@Name@Verifier::parse)
                    .orElse(decoy);
            return verifier.isOf(password) ? new Success(NOTHING) : new Failure(wrongPassword());
        } catch (CharacterCodingException e) {
            return new Failure(new HeliosException(SqlState.PROTOCOL_VIOLATION, "the password is no UTF-8"));
        } finally {
            Arrays.fill(message, (byte) 0);
            Arrays.fill(password, '\0');
        }
    }

    /** The same for an unknown user. */
    private HeliosException wrongPassword() {
        return new HeliosException(
                SqlState.INVALID_PASSWORD, "password authentication failed for user \"" + login.user() + '"');
    }
}
