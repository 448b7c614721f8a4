package io.heliosdb.pg.wire.scram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The exchange of RFC 7677, section 3: user "user", password "pencil". */
class ScramVectorTest {
    private static final String CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_FIRST =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String CLIENT_FINAL = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private final ClientFirst clientFirst = ClientFirst.parse(CLIENT_FIRST.getBytes(ISO_8859_1));
    private final ServerFirst serverFirst = ServerFirst.parse(SERVER_FIRST.getBytes(ISO_8859_1));
    private final ClientFinal clientFinal = ClientFinal.parse(CLIENT_FINAL.getBytes(ISO_8859_1));
    private final byte[] authMessage = clientFinal.authMessage(clientFirst, serverFirst);
    private final ScramKeys keys =
            ScramKeys.derive("pencil".toCharArray(), serverFirst.salt(), serverFirst.iterations());

    @Test
    void readsTheMessages() {
        assertThat(clientFirst).isEqualTo(new ClientFirst(Gs2Header.NOT_SUPPORTED, "user", "rOprNGfwEbeRWgbNEkqO", ""));
        assertThat(serverFirst.nonce()).isEqualTo("rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
        assertThat(serverFirst.iterations()).isEqualTo(4096);
        assertThat(clientFinal.channelBinding()).asString().isEqualTo("n,,");
        assertThat(clientFinal.nonce()).isEqualTo(serverFirst.nonce());
    }

    @Test
    void writesTheMessagesAsTheyWere() {
        assertThat(clientFirst.octets()).asString().isEqualTo(CLIENT_FIRST);
        assertThat(serverFirst.octets()).asString().isEqualTo(SERVER_FIRST);
        assertThat(clientFinal.octets()).asString().isEqualTo(CLIENT_FINAL);
        assertThat(ServerFinal.parse(SERVER_FINAL.getBytes(ISO_8859_1)).octets())
                .asString()
                .isEqualTo(SERVER_FINAL);
    }

    @Test
    void clientMakesTheProofAndChecksTheServer() {
        assertThat(keys.proof(authMessage)).isEqualTo(clientFinal.proof());
        assertThat(keys.verifies(decode(SERVER_FINAL.substring(2)), authMessage))
                .isTrue();
        assertThat(keys.verifies(new byte[32], authMessage)).isFalse();
    }

    @Test
    void serverChecksTheProofAndSigns() {
        ScramVerifier verifier = keys.verifier(serverFirst.salt(), serverFirst.iterations());
        assertThat(verifier.proves(clientFinal.proof(), authMessage)).isTrue();
        assertThat(verifier.serverSignature(authMessage)).isEqualTo(decode(SERVER_FINAL.substring(2)));

        byte[] wrong = clientFinal.proof().clone();
        wrong[31] ^= 1;
        assertThat(verifier.proves(wrong, authMessage)).isFalse();
    }

    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text);
    }
}
