package io.heliosdb.mysql.auth.nativepassword;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.testkit.BaseAuthMechanismTest;
import java.util.Optional;

/** What every mechanism must pass, with the scramble of MySQL's clients. */
class NativePasswordContractTest extends BaseAuthMechanismTest {
    private static final byte[] CHALLENGE = "twenty octets, twent".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @Override
    protected AuthMechanism mechanism() {
        return new NativePassword();
    }

    @Override
    protected LoginChannel channel() {
        return new LoginChannel(Optional.empty(), false, CHALLENGE);
    }

    /** Who has no password sends nothing. */
    @Override
    protected ClientExchange client(String user, String password, LoginChannel channel) {
        return () -> password.isEmpty() ? new byte[0] : NativePasswordTest.scramble(password, channel.challenge());
    }
}
