package io.heliosdb.pg.auth.scram;

import io.heliosdb.pg.wire.scram.ScramClient;
import io.heliosdb.pg.wire.scram.ScramKeys;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.testkit.BaseAuthMechanismTest;
import java.util.List;
import java.util.Optional;

/** What every mechanism must pass, with SCRAM's client. */
class ScramContractTest extends BaseAuthMechanismTest {
    @Override
    protected AuthMechanism mechanism() {
        return new ScramSha256();
    }

    @Override
    protected ClientExchange client(String user, String password, LoginChannel channel) {
        ScramClient client = ScramClient.choose(List.of("SCRAM-SHA-256"), Optional.empty());
        return new ClientExchange() {
            @Override
            public byte[] first() {
                return client.first();
            }

            @Override
            public byte[] answer(byte[] challenge) {
                return client.answer(
                        challenge, (salt, iterations) -> ScramKeys.derive(password.toCharArray(), salt, iterations));
            }
        };
    }
}
