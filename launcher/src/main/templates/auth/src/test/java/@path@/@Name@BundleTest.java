package @package@;

import @package@.internal.@Name@Verifier;
import io.heliosdb.testkit.BaseBundleTest;
import io.heliosdb.testkit.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The bundle in a container with the server's own bundles, whose user store derives its verifier. */
class @Name@BundleTest extends BaseBundleTest {
    @Test
    void theUserStoreDerivesItsVerifier() {
        Waiting.until("the demo user has a verifier", () -> users().contains("\"" + @Name@Verifier.KIND + "\""));
    }

    private String users() {
        try {
            return Files.readString(home().resolve("identity").resolve("users.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
