package @package@;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.testkit.BaseAuthMechanismTest;
import io.heliosdb.testkit.FakeIdentity;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every mechanism must pass, with a client that shows its password. */
class @Name@MechanismTest extends BaseAuthMechanismTest {
    @Override
    protected AuthMechanism mechanism() {
        return new @Name@Mechanism();
    }

    @Override
    protected ClientExchange client(String user, String password, LoginChannel channel) {
        return () -> password.getBytes(UTF_8);
    }

    @Test
    void noPasswordIsTakenInClear() {
        LoginChannel clear = new LoginChannel(Optional.empty(), false);
        Exchange exchange = mechanism().begin(FakeIdentity.demo().login("demo"), clear);
        assertThat(exchange.next("demo".getBytes(UTF_8)).toCompletableFuture().join())
                .isInstanceOf(Exchange.Failure.class);
    }
}
