package io.heliosdb.pg.wire.scram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.error.HeliosException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScramMessageTest {
    private static final String PROOF = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "n,,n=,r=abc | NOT_SUPPORTED | `` | `` | ``",
                "y,,n=*,r=abc | NOT_OFFERED | `` | * | ``",
                "p=tls-server-end-point,,n=a=2Cb,r=abc | REQUIRED | tls-server-end-point | a=2Cb | ``",
                "n,,n=x,r=abc,z=1,y= | NOT_SUPPORTED | `` | x | z=1,y=",
                "n,,n=b\u00fccher,r=abc | NOT_SUPPORTED | `` | b\u00fccher | ``",
            })
    void readsAClientFirst(String text, Gs2Header.Flag flag, String binding, String user, String extensions) {
        ClientFirst message = ClientFirst.parse(text.getBytes(ISO_8859_1));
        assertThat(message).isEqualTo(new ClientFirst(new Gs2Header(flag, binding), user, "abc", extensions));
        assertThat(new String(message.octets(), ISO_8859_1)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | The message is empty.",
                "x,,n=,r=abc | Unexpected channel-binding flag \"x\".",
                "n | Comma expected, but found character \"0x00\".",
                "nn,,n=,r=abc | Comma expected, but found character \"n\".",
                "p,,n=,r=abc | Expected character \"=\" for attribute \"p\".",
                "p=,,n=,r=abc | Malformed channel-binding type in client-first-message.",
                "p=a_b,,n=,r=abc | Malformed channel-binding type in client-first-message.",
                "p=tls-unique | Comma expected, but found character \"0x00\".",
                "n,x,n=,r=abc | Unexpected attribute \"x\" in client-first-message.",
                "n, | Unexpected attribute \"0x00\" in client-first-message.",
                "n,,r=abc | Expected attribute \"n\" but found \"r\".",
                "n,, | Expected attribute \"n\" but found \"0x00\".",
                "n,,nx | Expected character \"=\" for attribute \"n\".",
                "n,,n=x | Expected attribute \"r\" but found \"0x00\".",
                "n,,n=x,r= | The nonce is empty.",
                "n,,n=x,r=abc, | Attribute expected, but found end of string.",
                "n,,n=x,r=abc,z=1, | Attribute expected, but found end of string.",
                "n,,n=x,r=abc,1=1 | Attribute expected, but found invalid character \"1\".",
                "n,,n=x,r=abc,zz | Expected character \"=\" for attribute \"z\".",
            })
    void refusesAMalformedClientFirst(String text, String detail) {
        assertMalformed(ClientFirst::parse, text, detail);
    }

    @Test
    void refusesWhatPostgresqlDoesNotSupport() {
        assertRefused("n,a=other,n=,r=abc", "0A000", "client uses authorization identity, but it is not supported");
        assertRefused("n,,m=x,n=,r=abc", "0A000", "client requires an unsupported SCRAM extension");
        assertRefused("n,,n=,r=a c", "08P01", "non-printable characters in SCRAM nonce");
        assertRefused("n,,n=,r=a\u00fcc", "08P01", "non-printable characters in SCRAM nonce");
    }

    @Test
    void refusesALongMessageAndANul() {
        String longest = "n,,n=,r=" + "a".repeat(1024 - 8);
        assertThat(ClientFirst.parse(longest.getBytes(ISO_8859_1)).nonce()).hasSize(1016);
        assertMalformed(ClientFirst::parse, longest + "a", "The message has 1025 octets (expected: <= 1024).");
        assertMalformed(ClientFirst::parse, "n,,n=,r=abc\0", "Message length does not match input length.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s=c2FsdA==,i=1 | Expected attribute \"r\" but found \"s\".",
                "r=,s=c2FsdA==,i=1 | Malformed nonce in server-first-message.",
                "r=abc,s=,i=1 | Malformed salt in server-first-message.",
                "r=abc,s=c2FsdA,i=1 | Malformed salt in server-first-message.",
                "r=abc,s=c2FsdB==,i=1 | Malformed salt in server-first-message.",
                "r=abc,s=?,i=1 | Malformed salt in server-first-message.",
                "r=abc,s=c2FsdA== | Expected attribute \"i\" but found \"0x00\".",
                "r=abc,s=c2FsdA==,i= | Iteration count in server-first-message is not a number from 1 to 1000000.",
                "r=abc,s=c2FsdA==,i=0 | Iteration count in server-first-message is not a number from 1 to 1000000.",
                "r=abc,s=c2FsdA==,i=1x | Iteration count in server-first-message is not a number from 1 to 1000000.",
                "r=abc,s=c2FsdA==,i=1000001 | Iteration count in server-first-message is not a number from 1 to 1000000.",
                "r=abc,s=c2FsdA==,i=1, | Attribute expected, but found end of string.",
            })
    void refusesAMalformedServerFirst(String text, String detail) {
        assertMalformed(ServerFirst::parse, text, detail);
    }

    @Test
    void readsAServerFirstWithExtensions() {
        String text = "r=abc,s=c2FsdA==,i=4096,z=1";
        ServerFirst message = ServerFirst.parse(text.getBytes(ISO_8859_1));
        assertThat(message.salt()).asString().isEqualTo("salt");
        assertThat(message.extensions()).isEqualTo("z=1");
        assertThat(message.text()).isEqualTo(text);
        assertThatThrownBy(() -> ServerFirst.parse("m=x,r=abc,s=c2FsdA==,i=4096".getBytes(ISO_8859_1)))
                .hasMessage("server requires an unsupported SCRAM extension");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r=abc | Expected attribute \"c\" but found \"r\".",
                "c=biw,r=abc,p=@P@ | Malformed channel-binding attribute in client-final-message.",
                "c=biws,p=@P@ | Expected attribute \"r\" but found \"p\".",
                "c=biws,r=abc | Attribute expected, but found end of string.",
                "c=biws,r=abc,z=1 | Attribute expected, but found end of string.",
                "c=biws,r=abc,p= | Malformed proof in client-final-message.",
                "c=biws,r=abc,p=c2hvcnQ= | Malformed proof in client-final-message.",
                "c=biws,r=abc,p=@P@,z=1 | Garbage found at the end of client-final-message.",
                "c=biws,r=abc,p=@P@, | Garbage found at the end of client-final-message.",
            })
    void refusesAMalformedClientFinal(String text, String detail) {
        assertMalformed(ClientFinal::parse, text.replace("@P@", PROOF), detail);
    }

    @Test
    void readsAClientFinalWithExtensions() {
        String text = "c=biws,r=abc,z=1,y=,p=" + PROOF;
        ClientFinal message = ClientFinal.parse(text.getBytes(ISO_8859_1));
        assertThat(message.extensions()).isEqualTo("z=1,y=");
        assertThat(message.octets()).asString().isEqualTo(text);
        assertThat(message.authMessage(
                        new ClientFirst(Gs2Header.NOT_SUPPORTED, "ab"), new ServerFirst("abc", new byte[] {1}, 1)))
                .asString()
                .isEqualTo("n=,r=ab,r=abc,s=AQ==,i=1,c=biws,r=abc,z=1,y=");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x=1 | Expected attribute \"v\" but found \"x\".",
                "v=c2hvcnQ= | Malformed signature in server-final-message.",
                "v=@P@, | Attribute expected, but found end of string.",
                "e=invalid-proof,? | Attribute expected, but found invalid character \"?\".",
            })
    void refusesAMalformedServerFinal(String text, String detail) {
        assertMalformed(ServerFinal::parse, text.replace("@P@", PROOF), detail);
    }

    @Test
    void readsAnErrorOfTheServer() {
        ServerFinal message = ServerFinal.parse("e=unknown-user,z=1".getBytes(ISO_8859_1));
        assertThat(message).isEqualTo(new ServerFinal.Refusal("unknown-user"));
        assertThat(message.octets()).asString().isEqualTo("e=unknown-user");
    }

    @Test
    void refusesAHeaderThatCannotBeWritten() {
        assertThatThrownBy(() -> new Gs2Header(Gs2Header.Flag.REQUIRED, ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Gs2Header(Gs2Header.Flag.NOT_OFFERED, "tls-unique"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertMalformed(Function<byte[], ?> parser, String text, String detail) {
        assertThatThrownBy(() -> parser.apply(text.getBytes(ISO_8859_1)))
                .isInstanceOfSatisfying(HeliosException.class, e -> {
                    assertThat(e.sqlState()).isEqualTo("08P01");
                    assertThat(e).hasMessage("malformed SCRAM message");
                    assertThat(e.field(HeliosException.Field.DETAIL)).contains(detail);
                });
    }

    private static void assertRefused(String text, String sqlState, String message) {
        assertThatThrownBy(() -> ClientFirst.parse(text.getBytes(ISO_8859_1)))
                .isInstanceOfSatisfying(HeliosException.class, e -> {
                    assertThat(e.sqlState()).isEqualTo(sqlState);
                    assertThat(e).hasMessage(message);
                });
    }
}
