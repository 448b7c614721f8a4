package io.heliosdb.pg.auth.scram;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.wire.scram.ScramClient;
import io.heliosdb.pg.wire.scram.ScramKeys;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Exchange.Challenge;
import io.heliosdb.spi.auth.Exchange.Failure;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A user who does not exist costs what a wrong password costs: the same hashes, over as many octets, in one order. */
@Isolated
class EqualCostTest {
    private final AuthMechanism mechanism = new ScramSha256();

    @Test
    void anUnknownUserCostsWhatAWrongPasswordDoes() {
        List<String> wrongPassword = failedLogin(FakeLogin.withPassword("alice", "s3cret"));
        List<String> unknownUser = failedLogin(FakeLogin.unknown("nobody"));
        assertThat(unknownUser).isEqualTo(wrongPassword);
        // Three for the decoy that everybody gets, one signature to take out of the proof, and its hash.
        assertThat(wrongPassword).filteredOn(call -> call.startsWith("HMAC of")).hasSize(4);
        assertThat(wrongPassword)
                .filteredOn(call -> call.startsWith("SHA-256 of"))
                .containsExactly("SHA-256 of 32");
    }

    @Test
    void aDamagedVerifierCostsWhatAWrongPasswordDoes() {
        String stored = mechanism.derive("s3cret".toCharArray());
        List<String> wrongPassword = RecordingProvider.record(() ->
                assertThat(mechanism.verify(stored, "wrong".toCharArray())).isFalse());
        List<String> damaged = RecordingProvider.record(() ->
                assertThat(mechanism.verify("damaged", "wrong".toCharArray())).isFalse());
        List<String> derived = RecordingProvider.record(() -> mechanism.derive("wrong".toCharArray()));
        assertThat(damaged).hasSizeGreaterThan(4096).isEqualTo(wrongPassword).isEqualTo(derived);
    }

    /** The calls of the server's side alone. */
    private List<String> failedLogin(Login login) {
        ScramClient client = ScramClient.choose(List.of(mechanism.name()), Optional.empty());
        List<Exchange> exchange = new ArrayList<>();
        List<byte[]> challenge = new ArrayList<>();
        List<String> calls = new ArrayList<>(RecordingProvider.record(() -> {
            exchange.add(mechanism.begin(login, new LoginChannel(Optional.empty(), false)));
            Challenge step = (Challenge)
                    exchange.get(0).next(client.first()).toCompletableFuture().join();
            challenge.add(step.data());
        }));
        byte[] answer = client.answer(
                challenge.get(0), (salt, iterations) -> ScramKeys.derive("wrong".toCharArray(), salt, iterations));
        calls.addAll(RecordingProvider.record(() -> assertThat(
                        exchange.get(0).next(answer).toCompletableFuture().join())
                .isInstanceOf(Failure.class)));
        return calls;
    }
}
