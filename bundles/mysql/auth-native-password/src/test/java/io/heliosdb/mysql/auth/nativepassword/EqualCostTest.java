package io.heliosdb.mysql.auth.nativepassword;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange.Failure;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.testkit.CountingDigests;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Whoever fails costs the same, known or not: as many hashes. */
@Isolated
class EqualCostTest {
    private static final byte[] CHALLENGE = new byte[20];

    private final AuthMechanism mechanism = new NativePassword();

    @Test
    void everyFailureCostsTheSame() {
        // The decoy that everybody gets, what hides the scramble, and the hash of what it hides.
        assertThat(hashesOfAFailure(FakeLogin.withPassword("alice", "s3cret"))).isEqualTo(3);
        assertThat(hashesOfAFailure(FakeLogin.unknown("nobody"))).isEqualTo(3);
        assertThat(hashesOfAFailure(new FakeLogin("damaged", Optional.of("damaged"))))
                .isEqualTo(3);
    }

    @Test
    void everyCheckOfAClearPasswordCostsTheSame() {
        char[] wrong = "wrong".toCharArray();
        String stored = mechanism.derive("s3cret".toCharArray());
        int derived = CountingDigests.count(() -> mechanism.derive(wrong));
        assertThat(derived).isEqualTo(2);
        assertThat(CountingDigests.count(() -> mechanism.verify(stored, wrong))).isEqualTo(derived);
        assertThat(CountingDigests.count(() -> mechanism.verify("damaged", wrong)))
                .isEqualTo(derived);
    }

    private int hashesOfAFailure(Login login) {
        byte[] scramble = NativePasswordTest.scramble("wrong", CHALLENGE);
        return CountingDigests.count(() -> assertThat(mechanism
                        .begin(login, new LoginChannel(Optional.empty(), false, CHALLENGE))
                        .next(scramble)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Failure.class));
    }
}
