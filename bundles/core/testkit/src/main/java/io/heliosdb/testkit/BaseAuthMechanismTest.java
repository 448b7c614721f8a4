package io.heliosdb.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every authentication mechanism must pass: the right password is accepted and nothing else is, what is stored is no
 * password, and a user who does not exist cannot be told from one whose password is wrong. A mechanism's own test class
 * inherits it and plays the client.
 */
public abstract class BaseAuthMechanismTest {
    /** No part of any encoding that a verifier might use, so that it would be seen in one. */
    private static final String PASSWORD = "Tr0ub4dor&3 \u00fcber";

    private static final String USER = "alice";
    private static final int RANDOM_CASES = 200;
    private static final int LONGEST_RANDOM = 200;
    private static final int SEED_OCTETS = 32;

    /** A new instance of the mechanism under test. */
    protected abstract AuthMechanism mechanism();

    /** The channel that a login needs: encrypted, with a binding or a challenge where the mechanism wants one. */
    protected LoginChannel channel() {
        return new LoginChannel(Optional.empty(), true);
    }

    /** A client that logs in with that password, as far as it wants to prove it. */
    protected abstract ClientExchange client(String user, String password, LoginChannel channel);

    /** The client's side of one login. */
    public interface ClientExchange {
        /** What the client says first. */
        byte[] first();

        /** What it answers to a challenge; a mechanism whose clients speak once never asks. */
        default byte[] answer(byte[] challenge) {
            throw new AssertionError("the server asked again");
        }
    }

    // ------------------------------------------------------------------ what is stored

    @Test
    final void theVerifierIsThatOfItsPasswordAlone() {
        AuthMechanism mechanism = mechanism();
        String verifier = mechanism.derive(PASSWORD.toCharArray());
        assertThat(mechanism.verify(verifier, PASSWORD.toCharArray())).isTrue();
        for (String wrong : wrongPasswords()) {
            assertThat(mechanism.verify(verifier, wrong.toCharArray()))
                    .as(wrong)
                    .isFalse();
        }
    }

    @Test
    final void theVerifierDoesNotShowThePassword() {
        AuthMechanism mechanism = mechanism();
        assertThat(mechanism.derive(PASSWORD.toCharArray())).isNotBlank().doesNotContain(PASSWORD, "Tr0ub4dor");
        assertThat(mechanism.derive("Tr0ub4dor".toCharArray())).doesNotContain("Tr0ub4dor");
    }

    @Test
    final void theCallersPasswordIsLeftToTheCaller() {
        char[] password = PASSWORD.toCharArray();
        String verifier = mechanism().derive(password);
        mechanism().verify(verifier, password);
        assertThat(password).isEqualTo(PASSWORD.toCharArray());
    }

    @Test
    final void aDamagedVerifierIsNobodys() {
        AuthMechanism mechanism = mechanism();
        String verifier = mechanism.derive(PASSWORD.toCharArray());
        Stream<String> damaged = Stream.of(
                "", " ", "x", PASSWORD, verifier + "x", "x" + verifier, verifier.substring(1), verifier.repeat(2));
        Stream<String> cut = IntStream.range(0, verifier.length()).mapToObj(length -> verifier.substring(0, length));
        Stream.concat(damaged, cut).forEach(text -> assertThat(mechanism.verify(text, PASSWORD.toCharArray()))
                .as("verify of \"%s\"", text)
                .isFalse());
    }

    @Test
    final void itHasANameAndAKind() {
        assertThat(mechanism().name()).matches("[A-Za-z0-9_-]+");
        assertThat(mechanism().verifierKind()).matches("[a-z0-9][a-z0-9_-]*");
    }

    // ------------------------------------------------------------------ logging in

    @Test
    final void theRightPasswordIsAccepted() {
        assertThat(run(known(), client(USER, PASSWORD, channel())).last()).isInstanceOf(Exchange.Success.class);
    }

    @TestFactory
    final Stream<DynamicTest> aWrongPasswordIsRefused() {
        return wrongPasswords().stream()
                .map(wrong -> DynamicTest.dynamicTest(
                        '"' + wrong + '"',
                        () -> assertRefused(
                                run(known(), client(USER, wrong, channel())), Set.of(SqlState.INVALID_PASSWORD))));
    }

    @Test
    final void anUnknownUserIsRefusedAsAWrongPasswordIs() {
        Talk wrong = run(known(), client(USER, "wrong", channel()));
        Talk unknown = run(unknown(), client(USER, PASSWORD, channel()));
        assertRefused(unknown, Set.of(SqlState.INVALID_PASSWORD));
        assertThat(unknown.reason()).hasToString(wrong.reason().toString());
        assertThat(unknown.challenges()).as("octets of the challenges").isEqualTo(wrong.challenges());
    }

    @Test
    final void aDamagedVerifierRefusesWithoutAnException() {
        for (String stored : List.of("", "x", "SCRAM-SHA-256$4096:x")) {
            Talk talk = run(new TestLogin(Optional.of(stored)), client(USER, PASSWORD, channel()));
            assertRefused(talk, Set.of(SqlState.INVALID_PASSWORD));
        }
    }

    @Test
    final void garbageIsRefused() {
        Random random = new Random(1);
        for (int round = 0; round < RANDOM_CASES; round++) {
            byte[] garbage = new byte[random.nextInt(LONGEST_RANDOM)];
            random.nextBytes(garbage);
            assertRefused(
                    run(round % 2 == 0 ? known() : unknown(), always(garbage)),
                    Set.of(SqlState.INVALID_PASSWORD, SqlState.PROTOCOL_VIOLATION));
        }
    }

    @Test
    final void anAnswerOfGarbageIsRefused() {
        Random random = new Random(2);
        for (int round = 0; round < RANDOM_CASES; round++) {
            byte[] garbage = new byte[random.nextInt(LONGEST_RANDOM)];
            random.nextBytes(garbage);
            ClientExchange honest = client(USER, PASSWORD, channel());
            ClientExchange spoiled = new ClientExchange() {
                @Override
                public byte[] first() {
                    return honest.first();
                }

                @Override
                public byte[] answer(byte[] challenge) {
                    return garbage;
                }
            };
            Talk talk = run(known(), spoiled);
            if (!talk.challenges().isEmpty()) {
                assertRefused(talk, Set.of(SqlState.INVALID_PASSWORD, SqlState.PROTOCOL_VIOLATION));
            }
        }
    }

    @Test
    final void nothingIsAcceptedBehindTheEnd() {
        Exchange exchange = mechanism().begin(known(), channel());
        run(exchange, client(USER, "wrong", channel()));
        assertThat(step(exchange, client(USER, PASSWORD, channel()).first())).isInstanceOf(Exchange.Failure.class);
    }

    // ------------------------------------------------------------------

    private static List<String> wrongPasswords() {
        return List.of("", "wrong", PASSWORD + "x", PASSWORD.substring(1), PASSWORD.toLowerCase(Locale.ROOT));
    }

    /** Every exchange ends within so many messages of the client. */
    private static final int MOST_MESSAGES = 20;

    /**
     * What the server said.
     *
     * @param challenges how many octets each of its challenges had
     * @param last its last word
     */
    private record Talk(List<Integer> challenges, Exchange.Step last) {
        HeliosException reason() {
            return ((Exchange.Failure) last).reason();
        }
    }

    private Talk run(Login login, ClientExchange client) {
        return run(mechanism().begin(login, channel()), client);
    }

    private static Talk run(Exchange exchange, ClientExchange client) {
        List<Integer> challenges = new ArrayList<>();
        Exchange.Step step = step(exchange, client.first());
        while (step instanceof Exchange.Challenge challenge) {
            challenges.add(challenge.data().length);
            assertThat(challenges).as("challenges").hasSizeLessThan(MOST_MESSAGES);
            step = step(exchange, client.answer(challenge.data()));
        }
        return new Talk(challenges, step);
    }

    private static Exchange.Step step(Exchange exchange, byte[] message) {
        return exchange.next(message)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static void assertRefused(Talk talk, Set<String> sqlStates) {
        assertThat(talk.last()).isInstanceOf(Exchange.Failure.class);
        HeliosException reason = talk.reason();
        assertThat(reason.sqlState()).isIn(sqlStates);
        assertThat(reason.toString()).doesNotContain(PASSWORD, "Exception");
    }

    private static ClientExchange always(byte[] message) {
        return new ClientExchange() {
            @Override
            public byte[] first() {
                return message.clone();
            }

            @Override
            public byte[] answer(byte[] challenge) {
                return message.clone();
            }
        };
    }

    private Login known() {
        return new TestLogin(Optional.of(mechanism().derive(PASSWORD.toCharArray())));
    }

    private static Login unknown() {
        return new TestLogin(Optional.empty());
    }

    private record TestLogin(Optional<String> stored) implements Login {
        @Override
        public String user() {
            return USER;
        }

        @Override
        public Optional<String> verifier(String kind) {
            return stored;
        }

        @Override
        public Optional<Role> role() {
            return stored.map(known -> new Role(USER, Set.of(), Optional.empty()));
        }

        @Override
        public boolean proves(char[] password, AuthMechanism asking) {
            return stored.filter(verifier -> asking.verify(verifier, password)).isPresent();
        }

        @Override
        public boolean proves(char[] password) {
            throw new UnsupportedOperationException("a mechanism asks by itself: proves(password, this)");
        }

        @Override
        public byte[] decoySeed() {
            byte[] seed = new byte[SEED_OCTETS];
            Arrays.fill(seed, (byte) 7);
            return seed;
        }
    }
}
