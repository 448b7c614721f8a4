package io.heliosdb.pg.auth.scram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.pg.wire.scram.ClientFinal;
import io.heliosdb.pg.wire.scram.ScramClient;
import io.heliosdb.pg.wire.scram.ScramKeys;
import io.heliosdb.pg.wire.scram.ServerFirst;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.ChannelBinding;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Exchange.Challenge;
import io.heliosdb.spi.auth.Exchange.Failure;
import io.heliosdb.spi.auth.Exchange.Step;
import io.heliosdb.spi.auth.Exchange.Success;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.error.HeliosException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScramLoginTest {
    private static final ChannelBinding BINDING = new ChannelBinding("tls-server-end-point", new byte[] {1, 2, 3});
    private static final LoginChannel OPEN = new LoginChannel(Optional.empty(), false);
    private static final LoginChannel BOUND = new LoginChannel(Optional.of(BINDING), true);
    private static final ChannelBinding OTHER_CHANNEL = new ChannelBinding("tls-server-end-point", new byte[] {9});
    private static final List<String> PLAIN = List.of("SCRAM-SHA-256");
    private static final List<String> BOTH = List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256");

    private final AuthMechanism plain = new ScramSha256();
    private final AuthMechanism plus = new ScramSha256Plus();
    private final Login alice = FakeLogin.withPassword("alice", "s3cret");

    @Test
    void describesItself() {
        assertThat(plain.name()).isEqualTo("SCRAM-SHA-256");
        assertThat(plain.needsChannelBinding()).isFalse();
        assertThat(plus.name()).isEqualTo("SCRAM-SHA-256-PLUS");
        assertThat(plus.needsChannelBinding()).isTrue();
        assertThat(plus.verifierKind()).isEqualTo(plain.verifierKind()).isEqualTo("scram-sha-256");
    }

    @Test
    void aPasswordLogsIn() {
        ScramClient client = ScramClient.choose(PLAIN, Optional.empty());
        client.finish(success(logIn(plain.begin(alice, OPEN), client, "s3cret")));
    }

    @Test
    void aPasswordLogsInBoundToTheChannel() {
        ScramClient client = ScramClient.choose(BOTH, Optional.of(BINDING));
        client.finish(success(logIn(plus.begin(alice, BOUND), client, "s3cret")));
    }

    @Test
    void aClientThatCannotBindLogsInInsideTls() {
        ScramClient client = ScramClient.choose(BOTH, Optional.empty());
        client.finish(success(logIn(plain.begin(alice, BOUND), client, "s3cret")));
    }

    @Test
    void aClientThatWouldBindLogsInWhereItWasNotOffered() {
        ScramClient client = ScramClient.choose(PLAIN, Optional.of(BINDING));
        client.finish(success(logIn(plain.begin(alice, OPEN), client, "s3cret")));
    }

    @Test
    void bothMechanismsDeriveTheSameKindWithAFreshSalt() {
        String one = plain.derive("x".toCharArray());
        String other = plus.derive("x".toCharArray());
        assertThat(one).startsWith("SCRAM-SHA-256$4096:").isNotEqualTo(other);
        ScramClient client = ScramClient.choose(PLAIN, Optional.empty());
        Login login = new FakeLogin("bob", Optional.of(other));
        client.finish(success(logIn(plain.begin(login, OPEN), client, "x")));
    }

    @Test
    void derivesNothingFromWhatIsNoText() {
        assertThatThrownBy(() -> plain.derive(new char[] {'\ud83d'}))
                .isInstanceOfSatisfying(
                        HeliosException.class, e -> assertThat(e.sqlState()).isEqualTo("28P01"))
                .hasMessage("password has half a surrogate pair");
    }

    @ParameterizedTest
    @CsvSource({"s3cret, true", "S3cret, false", "'', false"})
    void aClearPasswordIsCheckedToo(String password, boolean right) {
        String verifier = alice.verifier(plain.verifierKind()).orElseThrow();
        assertThat(plain.verify(verifier, password.toCharArray())).isEqualTo(right);
        assertThat(plus.verify(verifier, password.toCharArray())).isEqualTo(right);
        assertThat(plain.verify("SCRAM-SHA-256$4096:damaged", password.toCharArray()))
                .isFalse();
    }

    @Test
    void whatIsNoTextIsNobodysPassword() {
        String verifier = alice.verifier(plain.verifierKind()).orElseThrow();
        assertThat(plain.verify(verifier, new char[] {'\ud83d'})).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"alice, wrong", "alice, ''", "nobody, s3cret", "damaged, s3cret"})
    void everyWrongPasswordFailsTheSameWay(String user, String password) {
        Login login =
                switch (user) {
                    case "alice" -> alice;
                    case "damaged" -> new FakeLogin(user, Optional.of("SCRAM-SHA-256$4096:damaged"));
                    default -> FakeLogin.unknown(user);
                };
        ScramClient client = ScramClient.choose(PLAIN, Optional.empty());
        assertFailure(
                logIn(plain.begin(login, OPEN), client, password),
                "28P01",
                "password authentication failed for user \"" + user + '"',
                null);
    }

    @Test
    void anUnknownUserHasASaltThatStays() {
        ServerFirst one = challenge(plain.begin(FakeLogin.unknown("nobody"), OPEN));
        ServerFirst again =
                challenge(plus.begin(FakeLogin.unknown("nobody"), BOUND), "p=tls-server-end-point,,n=,r=abc");
        ServerFirst other = challenge(plain.begin(FakeLogin.unknown("nobody else"), OPEN));
        ServerFirst known = challenge(plain.begin(alice, OPEN));
        assertThat(one.salt())
                .hasSameSizeAs(known.salt())
                .isEqualTo(again.salt())
                .isNotEqualTo(other.salt());
        assertThat(one.iterations()).isEqualTo(known.iterations());
        assertThat(one.nonce()).startsWith("abc").hasSameSizeAs(known.nonce()).isNotEqualTo(again.nonce());
    }

    @Test
    void aDowngradeIsSeen() {
        assertFailure(
                step(plain.begin(alice, BOUND), "y,,n=,r=abc"),
                "28000",
                "SCRAM channel binding negotiation error",
                "The client supports SCRAM channel binding but thinks the server does not.  However, this server does"
                        + " support channel binding.");
    }

    @Test
    void theFlagHasToFitTheMechanism() {
        assertFailure(
                step(plain.begin(alice, BOUND), "p=tls-server-end-point,,n=,r=abc"),
                "08P01",
                "malformed SCRAM message",
                "The client selected SCRAM-SHA-256 without channel binding, but the SCRAM message includes channel"
                        + " binding data.");
        for (String flag : List.of("n", "y")) {
            assertFailure(
                    step(plus.begin(alice, BOUND), flag + ",,n=,r=abc"),
                    "08P01",
                    "malformed SCRAM message",
                    "The client selected SCRAM-SHA-256-PLUS, but the SCRAM message does not include channel binding"
                            + " data.");
        }
        assertFailure(
                step(plus.begin(alice, BOUND), "p=tls-unique,,n=,r=abc"),
                "08P01",
                "unsupported SCRAM channel-binding type \"tls-unique\"",
                null);
        assertThatThrownBy(() -> plus.begin(alice, OPEN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SCRAM-SHA-256-PLUS needs a channel binding");
    }

    @Test
    void aLoginRelayedFromAnotherChannelFails() {
        ScramClient client = ScramClient.choose(BOTH, Optional.of(OTHER_CHANNEL));
        assertFailure(
                logIn(plus.begin(alice, BOUND), client, "s3cret"), "28000", "SCRAM channel binding check failed", null);
    }

    @Test
    void theFlagCannotBeChangedAfterwards() {
        Exchange exchange = plain.begin(alice, BOUND);
        ScramClient client = ScramClient.choose(PLAIN, Optional.of(BINDING));
        byte[] first =
                new String(client.first(), ISO_8859_1).replace("y,,", "n,,").getBytes(ISO_8859_1);
        Challenge challenge = (Challenge) step(exchange, first);
        assertFailure(
                step(exchange, client.answer(challenge.data(), keys("s3cret"))),
                "08P01",
                "unexpected SCRAM channel-binding attribute in client-final-message",
                null);
    }

    @Test
    void anAnswerToAnotherChallengeFails() {
        Exchange exchange = plain.begin(alice, OPEN);
        ScramClient client = ScramClient.choose(PLAIN, Optional.empty());
        Challenge challenge = (Challenge) step(exchange, client.first());
        ClientFinal answer = ClientFinal.parse(client.answer(challenge.data(), keys("s3cret")));
        ClientFinal replayed = new ClientFinal(answer.channelBinding(), answer.nonce() + "x", "", answer.proof());
        assertFailure(step(exchange, replayed.octets()), "08P01", "invalid SCRAM response", "Nonce does not match.");
    }

    @Test
    void whatTheClientCallsItsUserDoesNotMatter() {
        Exchange exchange = plain.begin(alice, OPEN);
        assertThat(step(exchange, "n,,n=mallory,r=abc")).isInstanceOf(Challenge.class);
    }

    @Test
    void anAuthorizationIdentityIsRefused() {
        assertFailure(
                step(plain.begin(alice, OPEN), "n,a=root,n=,r=abc"),
                "0A000",
                "client uses authorization identity, but it is not supported",
                null);
    }

    @Test
    void aMalformedMessageEndsTheExchange() {
        Exchange exchange = plain.begin(alice, OPEN);
        assertFailure(step(exchange, ""), "08P01", "malformed SCRAM message", "The message is empty.");
        assertFailure(step(exchange, "n,,n=,r=abc"), "08P01", "the SCRAM exchange is over", null);
    }

    @Test
    void anEndedExchangeTakesNothingMore() {
        Exchange exchange = plain.begin(alice, OPEN);
        ScramClient client = ScramClient.choose(PLAIN, Optional.empty());
        success(logIn(exchange, client, "s3cret"));
        assertFailure(step(exchange, client.first()), "08P01", "the SCRAM exchange is over", null);
    }

    @Test
    void anExchangeHasOneTry() {
        Exchange exchange = plain.begin(alice, OPEN);
        ScramClient client = ScramClient.choose(PLAIN, Optional.empty());
        Challenge challenge = (Challenge) step(exchange, client.first());
        assertThat(step(exchange, client.answer(challenge.data(), keys("guess"))))
                .isInstanceOf(Failure.class);
        assertFailure(
                step(exchange, client.answer(challenge.data(), keys("s3cret"))),
                "08P01",
                "the SCRAM exchange is over",
                null);
    }

    static Step logIn(Exchange exchange, ScramClient client, String password) {
        Challenge challenge = (Challenge) step(exchange, client.first());
        return step(exchange, client.answer(challenge.data(), keys(password)));
    }

    private static ScramClient.KeySource keys(String password) {
        return (salt, iterations) -> ScramKeys.derive(password.toCharArray(), salt, iterations);
    }

    private static ServerFirst challenge(Exchange exchange) {
        return challenge(exchange, "n,,n=,r=abc");
    }

    private static ServerFirst challenge(Exchange exchange, String first) {
        return ServerFirst.parse(((Challenge) step(exchange, first)).data());
    }

    private static Step step(Exchange exchange, String message) {
        return step(exchange, message.getBytes(ISO_8859_1));
    }

    private static Step step(Exchange exchange, byte[] message) {
        return exchange.next(message).toCompletableFuture().join();
    }

    private static byte[] success(Step step) {
        assertThat(step).isInstanceOf(Success.class);
        return ((Success) step).data();
    }

    private static void assertFailure(Step step, String sqlState, String message, String detail) {
        assertThat(step).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.reason().sqlState()).isEqualTo(sqlState);
            assertThat(failure.reason()).hasMessage(message);
            assertThat(failure.reason().field(HeliosException.Field.DETAIL)).isEqualTo(Optional.ofNullable(detail));
        });
    }
}
