package io.heliosdb.mysql.auth.sha2;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Exchange.Challenge;
import io.heliosdb.spi.auth.Exchange.Failure;
import io.heliosdb.spi.auth.Exchange.Success;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.testkit.CountingDigests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Whoever fails costs the same, known or not: the same steps, with as many hashes in each, and on the same threads. */
@Isolated
class EqualCostTest {
    private static final byte[] CHALLENGE = new byte[20];

    private final List<String> handedOver = new ArrayList<>();
    private final Executor sameThread = task -> {
        handedOver.add("worker");
        task.run();
    };
    private final CachingSha2Password mechanism = new CachingSha2Password(sameThread, Optional.empty());
    private final Login alice = FakeLogin.withPassword("alice", "s3cret");

    /** What one login cost. */
    private record Cost(List<Class<?>> steps, List<Integer> hashes, List<String> handedOver) {}

    @Test
    void everyFailureCostsTheSame() {
        for (boolean encrypted : List.of(true, false)) {
            cost(FakeLogin.unknown("first: the key is made"), "wrong", encrypted);
            Cost wrongPassword = cost(alice, "wrong", encrypted);
            assertThat(wrongPassword.steps()).last().isEqualTo(Failure.class);
            assertThat(wrongPassword.hashes()).last().satisfies(hashes -> assertThat(hashes)
                    .isGreaterThan(5000));
            assertThat(cost(FakeLogin.unknown("nobody"), "wrong", encrypted)).isEqualTo(wrongPassword);
            assertThat(cost(new FakeLogin("damaged", Optional.of("damaged")), "wrong", encrypted))
                    .isEqualTo(wrongPassword);
            assertThat(cost(alice, "s3cret", true).steps()).last().isEqualTo(Success.class);
            assertThat(cost(alice, "wrong", encrypted))
                    .as("of somebody remembered")
                    .isEqualTo(wrongPassword);
        }
    }

    @Test
    void whatTakesMillisecondsIsHandedOver() {
        assertThat(cost(alice, "s3cret", false).handedOver())
                .as("the key, the decryption")
                .hasSize(2);
        handedOver.clear();
        assertThat(cost(alice, "s3cret", false).steps()).containsExactly(Success.class);
        assertThat(handedOver).isEmpty();
    }

    private Cost cost(Login login, String password, boolean encrypted) {
        handedOver.clear();
        Cost cost = new Cost(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Exchange exchange = mechanism.begin(login, new LoginChannel(Optional.empty(), encrypted, CHALLENGE));
        Exchange.Step step = measured(exchange, Client.scramble(password, CHALLENGE), cost);
        if (step instanceof Challenge && !encrypted) {
            byte[] pem = ((Challenge) measured(exchange, Client.keyRequest(), cost)).data();
            measured(exchange, Client.encrypted(password, CHALLENGE, pem), cost);
        } else if (step instanceof Challenge) {
            measured(exchange, Client.terminated(password), cost);
        }
        cost.handedOver().addAll(handedOver);
        return cost;
    }

    private static Exchange.Step measured(Exchange exchange, byte[] message, Cost cost) {
        List<Exchange.Step> steps = new ArrayList<>();
        cost.hashes()
                .add(CountingDigests.count(() ->
                        steps.add(exchange.next(message).toCompletableFuture().join())));
        cost.steps().add(steps.get(0).getClass());
        return steps.get(0);
    }
}
