package io.heliosdb.pg.wire.scram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.auth.ChannelBinding;
import io.heliosdb.spi.error.HeliosException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScramClientTest {
    private static final List<String> BOTH = List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256");
    private static final List<String> PLAIN = List.of("SCRAM-SHA-256");
    private static final ChannelBinding BINDING = new ChannelBinding("tls-server-end-point", new byte[] {1, 2, 3});

    /** RFC 7677, section 3, but for the user name, which libpq leaves out. */
    private static final byte[] CHALLENGE = octets("r=abcdef,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");

    @Test
    void bindsToTheChannelWhereBothCan() {
        ScramClient client = ScramClient.choose(BOTH, Optional.of(BINDING), "abc");
        assertThat(client.mechanism()).isEqualTo(ScramMechanism.SCRAM_SHA_256_PLUS);
        assertThat(client.first()).asString().isEqualTo("p=tls-server-end-point,,n=,r=abc");

        ClientFinal last = ClientFinal.parse(client.answer(CHALLENGE, ScramClientTest::pencil));
        assertThat(last.channelBinding()).isEqualTo(octets("p=tls-server-end-point,,\1\2\3"));
    }

    @Test
    void saysThatItCouldBindWhereTheServerDoesNotOfferIt() {
        ScramClient client = ScramClient.choose(PLAIN, Optional.of(BINDING), "abc");
        assertThat(client.mechanism()).isEqualTo(ScramMechanism.SCRAM_SHA_256);
        assertThat(client.first()).asString().isEqualTo("y,,n=,r=abc");
    }

    @Test
    void doesNotBindInClear() {
        ScramClient client = ScramClient.choose(BOTH, Optional.empty(), "abc");
        assertThat(client.mechanism()).isEqualTo(ScramMechanism.SCRAM_SHA_256);
        assertThat(client.first()).asString().isEqualTo("n,,n=,r=abc");
    }

    @Test
    void refusesAServerWithoutScram() {
        assertThatThrownBy(() -> ScramClient.choose(List.of("OAUTHBEARER"), Optional.empty()))
                .isInstanceOfSatisfying(
                        HeliosException.class, e -> assertThat(e.sqlState()).isEqualTo("0A000"))
                .hasMessage("none of the server's SASL mechanisms is supported: [OAUTHBEARER]");
    }

    @Test
    void convincesAServerAndIsConvinced() {
        ScramClient client = ScramClient.choose(PLAIN, Optional.empty());
        ClientFirst first = ClientFirst.parse(client.first());
        ScramVerifier verifier = pencil(new byte[] {7}, 5).verifier(new byte[] {7}, 5);
        ServerFirst challenge = verifier.challenge(first.nonce() + ScramNonce.next());

        ClientFinal last = ClientFinal.parse(client.answer(challenge.octets(), ScramClientTest::pencil));
        byte[] authMessage = last.authMessage(first, challenge);
        assertThat(verifier.proves(last.proof(), authMessage)).isTrue();
        client.finish(new ServerFinal.Signature(verifier.serverSignature(authMessage)).octets());
    }

    @Test
    void isNotConvincedByAnybodyElse() {
        ScramClient client = ScramClient.choose(PLAIN, Optional.empty(), "abc");
        assertThatThrownBy(() -> client.finish(new ServerFinal.Signature(new byte[32]).octets()))
                .hasMessage("SCRAM exchange ended before the challenge");
        byte[] answer = client.answer(CHALLENGE, ScramClientTest::pencil);
        assertThat(answer).isNotEmpty();
        assertThatThrownBy(() -> client.finish(new ServerFinal.Signature(new byte[32]).octets()))
                .isInstanceOfSatisfying(
                        HeliosException.class, e -> assertThat(e.sqlState()).isEqualTo("28000"))
                .hasMessage("incorrect server signature");
        assertThatThrownBy(() -> client.finish(octets("e=invalid-proof")))
                .isInstanceOfSatisfying(
                        HeliosException.class, e -> assertThat(e.sqlState()).isEqualTo("28P01"))
                .hasMessage("SCRAM authentication failed: invalid-proof");
    }

    @Test
    void refusesAChallengeThatIsNotAnAnswerToIt() {
        ScramClient client = ScramClient.choose(PLAIN, Optional.empty(), "abc");
        for (String nonce : List.of("abc", "ab", "xabcdef")) {
            assertThatThrownBy(() -> client.answer(octets("r=" + nonce + ",s=AQ==,i=1"), ScramClientTest::pencil))
                    .as(nonce)
                    .isInstanceOfSatisfying(
                            HeliosException.class, e -> assertThat(e.sqlState()).isEqualTo("08P01"))
                    .hasMessage("invalid SCRAM challenge (nonce mismatch)");
        }
    }

    @Test
    void noncesDiffer() {
        assertThat(ScramNonce.next()).hasSize(24).isNotEqualTo(ScramNonce.next());
    }

    private static ScramKeys pencil(byte[] salt, int iterations) {
        return ScramKeys.derive("pencil".toCharArray(), salt, iterations);
    }

    private static byte[] octets(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
