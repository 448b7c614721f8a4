package io.heliosdb.mysql.auth.sha2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Exchange.Challenge;
import io.heliosdb.spi.auth.Exchange.Failure;
import io.heliosdb.spi.auth.Exchange.Step;
import io.heliosdb.spi.auth.Exchange.Success;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.error.HeliosException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CachingSha2LoginTest {
    private static final byte[] CHALLENGE = HexFormat.of().parseHex("0102030405060708090a0b0c0d0e0f1011121314");
    private static final LoginChannel OPEN = new LoginChannel(Optional.empty(), false, CHALLENGE);
    private static final LoginChannel ENCRYPTED = new LoginChannel(Optional.empty(), true, CHALLENGE);
    private static final String WRONG_PASSWORD = "password authentication failed for user \"alice\"";

    private static final AuthMechanism ONE_KEY = new CachingSha2Password();

    private final AuthMechanism mechanism = new CachingSha2Password();
    private final Login alice = FakeLogin.withPassword("alice", "s3cret");

    @Test
    void describesItself() {
        assertThat(mechanism.name()).isEqualTo("caching_sha2_password");
        assertThat(mechanism.verifierKind()).isEqualTo("caching-sha2");
        assertThat(mechanism.needsChannelBinding()).isFalse();
        assertThatThrownBy(() -> mechanism.begin(alice, new LoginChannel(Optional.empty(), true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("challenge octets: 0 (expected: 20)");
    }

    @Test
    void aPasswordIsShownInClearInsideTls() {
        assertThat(inClear(alice, "s3cret")).isInstanceOf(Success.class);
        assertWrong(inClear(alice, "S3cret"));
    }

    @Test
    void aPasswordIsShownEncryptedOutsideTls() {
        assertThat(encrypted(alice, "s3cret")).isInstanceOf(Success.class);
        assertWrong(encrypted(alice, "S3cret"));
    }

    @Test
    void whoWasHereBeforeIsKnown() {
        assertThat(inClear(alice, "s3cret")).isInstanceOf(Success.class);
        for (LoginChannel channel : List.of(OPEN, ENCRYPTED)) {
            Step step = step(mechanism.begin(alice, channel), Client.scramble("s3cret", CHALLENGE));
            assertThat(step).isInstanceOfSatisfying(Success.class, success -> assertThat(success.data())
                    .containsExactly(3));
        }
    }

    @Test
    void aWrongPasswordOfSomebodyKnownIsAskedForLikeAnyOther() {
        assertThat(inClear(alice, "s3cret")).isInstanceOf(Success.class);
        assertWrong(inClear(alice, "wrong"));
        Step still = step(mechanism.begin(alice, OPEN), Client.scramble("s3cret", CHALLENGE));
        assertThat(still).isInstanceOf(Success.class);
    }

    @Test
    void aChangedPasswordEndsTheAcquaintance() {
        assertThat(inClear(alice, "s3cret")).isInstanceOf(Success.class);
        Login changed = FakeLogin.withPassword("alice", "other");
        assertAsked(step(mechanism.begin(changed, OPEN), Client.scramble("s3cret", CHALLENGE)));
        assertWrong(inClear(changed, "s3cret"));
        assertThat(inClear(changed, "other")).isInstanceOf(Success.class);
        assertAsked(step(mechanism.begin(alice, OPEN), Client.scramble("s3cret", CHALLENGE)));
    }

    @Test
    void aScrambleOfAnotherChallengeIsWorthNothing() {
        assertThat(inClear(alice, "s3cret")).isInstanceOf(Success.class);
        assertAsked(step(mechanism.begin(alice, OPEN), Client.scramble("s3cret", new byte[20])));
    }

    @Test
    void whoIsUnknownIsAskedLikeAnyOther() {
        assertWrong(inClear(FakeLogin.unknown("alice"), "s3cret"));
        assertWrong(inClear(FakeLogin.unknown("alice"), "s3cret"));
        assertWrong(encrypted(FakeLogin.unknown("alice"), "s3cret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "damaged", "$A$004$12345678901234567890bTy95Y99eAME1dwEkHOA1ndHGBWz.1bxSSRkuTXFGV/"})
    void aDamagedVerifierIsOfNoPassword(String stored) {
        assertWrong(inClear(new FakeLogin("alice", Optional.of(stored)), "s3cret"));
    }

    @Test
    void whoIsKnownByAnotherVerifierIsAskedEveryTime() {
        Login login = new WatchedLogin(new FakeLogin("alice", Optional.of("damaged")), new ArrayList<>(), true);
        assertThat(inClear(login, "s3cret")).isInstanceOf(Success.class);
        assertAsked(step(mechanism.begin(login, OPEN), Client.scramble("s3cret", CHALLENGE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00"})
    void theEmptyPasswordIsNobodys(String hex) {
        for (Login login : List.of(alice, FakeLogin.unknown("alice"))) {
            Exchange exchange = mechanism.begin(login, ENCRYPTED);
            assertWrong(step(exchange, HexFormat.of().parseHex(hex)));
            assertFailure(step(exchange, new byte[0]), "08P01", "the caching_sha2_password exchange is over");
        }
        assertWrong(inClear(alice, ""));
        assertWrong(encrypted(alice, ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20, 31, 33, 300})
    void aScrambleHas32Octets(int octets) {
        Exchange exchange = mechanism.begin(alice, OPEN);
        assertFailure(step(exchange, new byte[octets]), "08P01", "scramble of " + octets + " octets (expected: 32)");
        assertFailure(
                step(exchange, Client.scramble("s3cret", CHALLENGE)),
                "08P01",
                "the caching_sha2_password exchange is over");
    }

    @Test
    void aClearPasswordIsRefusedOutsideTlsWithoutBeingTried() {
        List<String> tried = new ArrayList<>();
        Login watched = new WatchedLogin(alice, tried, false);
        for (String sent : List.of("s3cret\0", "s3cret", "")) {
            for (boolean afterTheKey : List.of(false, true)) {
                Exchange exchange = asked(watched, OPEN, "s3cret");
                if (afterTheKey) {
                    assertThat(step(exchange, Client.keyRequest())).isInstanceOf(Challenge.class);
                }
                byte[] message = sent.getBytes(UTF_8);
                assertFailure(
                        step(exchange, message),
                        "28000",
                        "a clear-text password is not taken over a connection that is not encrypted");
                assertThat(message).isEqualTo(new byte[message.length]);
                assertFailure(step(exchange, message), "08P01", "the caching_sha2_password exchange is over");
            }
        }
        assertThat(tried).isEmpty();
    }

    @Test
    void aClearPasswordEndsWithNul() {
        for (byte[] message : List.of(new byte[0], "s3cret".getBytes(UTF_8), Client.keyRequest())) {
            Exchange exchange = asked(alice, ENCRYPTED, "s3cret");
            assertFailure(step(exchange, message), "08P01", "clear-text password without a NUL at its end");
            assertThat(message).isEqualTo(new byte[message.length]);
        }
    }

    @Test
    void aPasswordIsWipedWhereItWasShown() {
        byte[] message = Client.terminated("s3cret");
        assertThat(step(asked(alice, ENCRYPTED, "s3cret"), message)).isInstanceOf(Success.class);
        assertThat(message).isEqualTo(new byte[message.length]);
    }

    @Test
    void theKeyIsShownInPemAndStays() {
        byte[] one = key(asked(alice, OPEN, "s3cret"));
        byte[] again = key(asked(FakeLogin.unknown("nobody"), OPEN, "s3cret"));
        assertThat(again).isEqualTo(one);
        assertThat(new String(one, US_ASCII).lines())
                .startsWith("-----BEGIN PUBLIC KEY-----")
                .endsWith("-----END PUBLIC KEY-----")
                .allMatch(line -> line.length() <= 64);
        assertThat(Client.publicKey(one).getModulus().bitLength()).isEqualTo(2048);
        assertThat(key(new CachingSha2Password(), alice)).isNotEqualTo(one);
    }

    @Test
    void aClientThatHasTheKeyNeedNotAskForIt() {
        byte[] pem = key(asked(alice, OPEN, "s3cret"));
        Exchange exchange = asked(alice, OPEN, "s3cret");
        assertThat(step(exchange, Client.encrypted("s3cret", CHALLENGE, pem))).isInstanceOf(Success.class);
    }

    @Test
    void theKeyIsShownOnce() {
        Exchange exchange = asked(alice, OPEN, "s3cret");
        key(exchange);
        assertThat(step(exchange, Client.keyRequest())).isInstanceOf(Failure.class);
    }

    @Test
    void whatWasNotEncryptedAsItShouldIsAWrongPassword() {
        byte[] pem = key(asked(alice, OPEN, "s3cret"));
        byte[] otherPem = key(new CachingSha2Password(), alice);
        byte[] tampered = Client.encrypted("s3cret", CHALLENGE, pem);
        tampered[100] ^= 1;
        byte[] tooLarge = new byte[256];
        Arrays.fill(tooLarge, (byte) 0xff);
        for (byte[] message : List.of(
                tampered,
                tooLarge,
                new byte[256],
                Client.encrypted("s3cret", CHALLENGE, otherPem),
                Client.encrypted("s3cret", new byte[20], pem),
                Client.encrypt(Client.xor("s3cret".getBytes(UTF_8), CHALLENGE), Client.publicKey(pem)),
                Client.encrypt(new byte[0], Client.publicKey(pem)))) {
            assertWrong(step(asked(alice, OPEN, "s3cret"), message));
        }
    }

    @ParameterizedTest
    @CsvSource({"256, a", "128, ü", "85, 密", "64, 🔑"})
    void aPasswordMayHave256Octets(int characters, String character) {
        String longest = character.repeat(characters);
        Login login = FakeLogin.withPassword("alice", longest);
        assertThat(inClear(login, longest)).isInstanceOf(Success.class);
        assertThatThrownBy(() -> mechanism.derive((longest + character).toCharArray()))
                .isInstanceOfSatisfying(
                        HeliosException.class, e -> assertThat(e.sqlState()).isEqualTo("28P01"))
                .hasMessage("password has more than 256 octets");
        assertWrong(inClear(login, longest + character));
    }

    @Test
    void derivesNothingFromWhatIsNoText() {
        assertThatThrownBy(() -> mechanism.derive(new char[] {'\ud83d'}))
                .isInstanceOfSatisfying(
                        HeliosException.class, e -> assertThat(e.sqlState()).isEqualTo("28P01"))
                .hasMessage("password has half a surrogate pair");
        assertThat(mechanism.verify(alice.verifier("caching-sha2").orElseThrow(), new char[] {'\ud83d'}))
                .isFalse();
    }

    @Test
    void whatIsNotUtf8IsAWrongPassword() {
        Login login = FakeLogin.withPassword("alice", "süß");
        assertWrong(step(asked(login, ENCRYPTED, "süß"), "süß\0".getBytes(ISO_8859_1)));
        assertThat(inClear(login, "süß")).isInstanceOf(Success.class);
    }

    @Property(tries = 15)
    void everyPasswordLogsInEveryWay(
            @ForAll @Size(2) @UniqueElements List<@StringLength(min = 1, max = 40) String> passwords,
            @ForAll @Size(20) byte[] challenge) {
        String right = text(passwords.get(0));
        String wrong = text(passwords.get(1));
        Login login = FakeLogin.withPassword("alice", right);
        for (boolean encrypted : List.of(true, false)) {
            LoginChannel channel = new LoginChannel(Optional.empty(), encrypted, challenge);
            for (String password : List.of(wrong, right, wrong)) {
                Exchange exchange = ONE_KEY.begin(login, channel);
                Step step = step(exchange, Client.scramble(password, challenge));
                if (step instanceof Challenge) {
                    step = step(exchange, encrypted ? Client.terminated(password) : Client.keyRequest());
                }
                if (step instanceof Challenge key) {
                    step = step(exchange, Client.encrypted(password, challenge, key.data()));
                }
                assertThat(step).isInstanceOf(password.equals(right) ? Success.class : Failure.class);
            }
        }
    }

    /** Text that can be sent: without half surrogate pairs. */
    private static String text(String any) {
        return new String(any.getBytes(UTF_8), UTF_8);
    }

    @Example
    void garbageNeverFailsExceptionally() {
        for (int octets = 0; octets < 300; octets += 7) {
            for (LoginChannel channel : List.of(OPEN, ENCRYPTED)) {
                assertThat(step(asked(alice, channel, "s3cret"), new byte[octets]))
                        .isInstanceOf(Failure.class);
            }
        }
    }

    private Step inClear(Login login, String password) {
        return step(asked(login, ENCRYPTED, password), Client.terminated(password));
    }

    private Step encrypted(Login login, String password) {
        Exchange exchange = asked(login, OPEN, password);
        return step(exchange, Client.encrypted(password, CHALLENGE, key(exchange)));
    }

    /** An exchange in which the server wants to see the password. */
    private Exchange asked(Login login, LoginChannel channel, String password) {
        return asked(mechanism, login, channel, password);
    }

    private static Exchange asked(AuthMechanism mechanism, Login login, LoginChannel channel, String password) {
        Exchange exchange = mechanism.begin(login, channel);
        // One whose password is remembered is asked too, after a scramble of something else.
        assertAsked(step(exchange, Client.scramble(password + " not", channel.challenge())));
        return exchange;
    }

    private static void assertAsked(Step step) {
        assertThat(step).isInstanceOfSatisfying(Challenge.class, challenge -> assertThat(challenge.data())
                .containsExactly(4));
    }

    private static byte[] key(AuthMechanism mechanism, Login login) {
        return key(asked(mechanism, login, OPEN, "s3cret"));
    }

    private static byte[] key(Exchange exchange) {
        return ((Challenge) step(exchange, Client.keyRequest())).data();
    }

    private static Step step(Exchange exchange, byte[] message) {
        return exchange.next(message).toCompletableFuture().join();
    }

    private static void assertWrong(Step step) {
        assertFailure(step, "28P01", WRONG_PASSWORD);
    }

    private static void assertFailure(Step step, String sqlState, String message) {
        assertThat(step).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.reason().sqlState()).isEqualTo(sqlState);
            assertThat(failure.reason()).hasMessage(message);
        });
    }

    /**
     * Notes which passwords are tried.
     *
     * @param proven whether another mechanism's verifier is of them
     */
    private record WatchedLogin(Login login, List<String> tried, boolean proven) implements Login {
        @Override
        public String user() {
            return login.user();
        }

        @Override
        public Optional<String> verifier(String kind) {
            return login.verifier(kind);
        }

        @Override
        public Optional<Role> role() {
            return login.role();
        }

        @Override
        public boolean proves(char[] password, AuthMechanism asking) {
            tried.add(new String(password));
            return login.proves(password, asking) || proven;
        }

        @Override
        public boolean proves(char[] password) {
            return login.proves(password);
        }

        @Override
        public byte[] decoySeed() {
            return login.decoySeed();
        }
    }
}
