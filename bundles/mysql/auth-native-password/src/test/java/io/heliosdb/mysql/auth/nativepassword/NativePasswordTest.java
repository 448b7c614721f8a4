package io.heliosdb.mysql.auth.nativepassword;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Exchange.Failure;
import io.heliosdb.spi.auth.Exchange.Step;
import io.heliosdb.spi.auth.Exchange.Success;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.error.HeliosException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativePasswordTest {
    private static final byte[] CHALLENGE = HexFormat.of().parseHex("0102030405060708090a0b0c0d0e0f1011121314");

    private final AuthMechanism mechanism = new NativePassword();
    private final Login alice = FakeLogin.withPassword("alice", "s3cret");

    @Test
    void describesItself() {
        assertThat(mechanism.name()).isEqualTo("mysql_native_password");
        assertThat(mechanism.verifierKind()).isEqualTo("mysql-native");
        assertThat(mechanism.needsChannelBinding()).isFalse();
        assertThatThrownBy(() -> mechanism.begin(alice, new LoginChannel(Optional.empty(), false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("challenge octets: 0 (expected: 20)");
    }

    /** The first is of MySQL's manual, the others by {@code openssl dgst -sha1}, twice. */
    @ParameterizedTest
    @CsvSource({
        "mypass, *6C8989366EAF75BB670AD8EA7A7FC1176A95CEF4",
        "s3cret, *B865CAE8F340F6CE1485A06F4492BB49718DF1EC",
        "süß密🔑, *DAE1EA4621AAD525022DAB084D6E89C720FEA93F",
    })
    void derivesWhatMysqlStores(String password, String stored) {
        assertThat(mechanism.derive(password.toCharArray())).isEqualTo(stored);
        assertThat(mechanism.verify(stored, password.toCharArray())).isTrue();
        assertThat(mechanism.verify(stored, (password + "x").toCharArray())).isFalse();
    }

    /** PyMySQL's scramble_native_password("s3cret", challenge). */
    @Test
    void takesAScramble() {
        byte[] scramble = HexFormat.of().parseHex("f66fdd3ff855d9349a0ddb50c4a1a535fb412465");
        assertThat(step(begin(alice), scramble)).isInstanceOf(Success.class);
        scramble[19] ^= 1;
        assertWrong(step(begin(alice), scramble), "alice");
    }

    @Test
    void takesLowerCaseDigits() {
        String stored = "*b865cae8f340f6ce1485a06f4492bb49718df1ec";
        Login login = new FakeLogin("alice", Optional.of(stored));
        assertThat(step(begin(login), scramble("s3cret", CHALLENGE))).isInstanceOf(Success.class);
        assertThat(mechanism.verify(stored, "s3cret".toCharArray())).isTrue();
    }

    @Test
    void aScrambleOfAnotherChallengeIsWorthNothing() {
        assertWrong(step(begin(alice), scramble("s3cret", new byte[20])), "alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "B865CAE8F340F6CE1485A06F4492BB49718DF1EC",
                "*B865CAE8F340F6CE1485A06F4492BB49718DF1E",
                "*B865CAE8F340F6CE1485A06F4492BB49718DF1ECC",
                "*B865CAE8F340F6CE1485A06F4492BB49718DF1EG",
                "*B865CAE8F340F6CE1485A06F4492BB49718DF1EC\n"
            })
    void aDamagedVerifierIsOfNoPassword(String stored) {
        assertWrong(step(begin(new FakeLogin("alice", Optional.of(stored))), scramble("s3cret", CHALLENGE)), "alice");
        assertThat(mechanism.verify(stored, "s3cret".toCharArray())).isFalse();
    }

    @Test
    void whoIsUnknownFailsLikeAnyOther() {
        for (Login login :
                List.of(FakeLogin.unknown("nobody"), new FakeLogin("nobody", alice.verifier("mysql-native")))) {
            assertWrong(step(begin(login), scramble("wrong", CHALLENGE)), "nobody");
            assertWrong(step(begin(login), new byte[20]), "nobody");
            assertWrong(step(begin(login), new byte[0]), "nobody");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 19, 21, 32})
    void aScrambleHas20Octets(int octets) {
        Exchange exchange = begin(alice);
        assertFailure(step(exchange, new byte[octets]), "08P01", "scramble of " + octets + " octets (expected: 20)");
        assertOver(exchange);
    }

    @Test
    void anExchangeHasOneTry() {
        Exchange failed = begin(alice);
        assertWrong(step(failed, scramble("wrong", CHALLENGE)), "alice");
        assertOver(failed);
        Exchange succeeded = begin(alice);
        assertThat(step(succeeded, scramble("s3cret", CHALLENGE)))
                .isInstanceOfSatisfying(
                        Success.class, success -> assertThat(success.data()).isEmpty());
        assertOver(succeeded);
    }

    @Test
    void derivesNothingFromWhatIsNoText() {
        char[] half = {'\ud83d'};
        assertThatThrownBy(() -> mechanism.derive(half))
                .isInstanceOfSatisfying(
                        HeliosException.class, e -> assertThat(e.sqlState()).isEqualTo("28P01"))
                .hasMessage("password has half a surrogate pair");
        assertThat(mechanism.verify(alice.verifier("mysql-native").orElseThrow(), half))
                .isFalse();
    }

    @Property
    void aPasswordLogsInAndNoOtherDoes(
            @ForAll @StringLength(min = 1, max = 600) String any,
            @ForAll @StringLength(min = 1, max = 600) String other,
            @ForAll @Size(20) byte[] challenge) {
        String right = text(any);
        String wrong = text(other);
        Assume.that(!right.equals(wrong));
        Login login = FakeLogin.withPassword("alice", right);
        LoginChannel channel = new LoginChannel(Optional.empty(), false, challenge);
        assertThat(step(mechanism.begin(login, channel), scramble(right, challenge)))
                .isInstanceOf(Success.class);
        assertThat(step(mechanism.begin(login, channel), scramble(wrong, challenge)))
                .isInstanceOf(Failure.class);
    }

    /** Text that can be sent: without half surrogate pairs. */
    private static String text(String any) {
        return new String(any.getBytes(UTF_8), UTF_8);
    }

    /** The client's side, written from its description. */
    static byte[] scramble(String password, byte[] challenge) {
        byte[] once = sha1(password.getBytes(UTF_8));
        byte[] twice = sha1(once);
        byte[] salted = Arrays.copyOf(challenge, challenge.length + twice.length);
        System.arraycopy(twice, 0, salted, challenge.length, twice.length);
        BigInteger scramble = new BigInteger(1, once).xor(new BigInteger(1, sha1(salted)));
        byte[] octets = scramble.setBit(160).toByteArray();
        return Arrays.copyOfRange(octets, 1, 21);
    }

    private static byte[] sha1(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Exchange begin(Login login) {
        return mechanism.begin(login, new LoginChannel(Optional.empty(), false, CHALLENGE));
    }

    private static Step step(Exchange exchange, byte[] message) {
        return exchange.next(message).toCompletableFuture().join();
    }

    private static void assertOver(Exchange exchange) {
        assertFailure(
                step(exchange, scramble("s3cret", CHALLENGE)), "08P01", "the mysql_native_password exchange is over");
    }

    private static void assertWrong(Step step, String user) {
        assertFailure(step, "28P01", "password authentication failed for user \"" + user + '"');
    }

    private static void assertFailure(Step step, String sqlState, String message) {
        assertThat(step).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.reason().sqlState()).isEqualTo(sqlState);
            assertThat(failure.reason()).hasMessage(message);
        });
    }
}
