package io.heliosdb.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private final LineProtocol alpha = LineProtocol.clientFirst("alpha").withAlpn("alpha/1", "alpha/2");
    private final LineProtocol beta = LineProtocol.clientFirst("beta");
    private final LineProtocol greeter = LineProtocol.serverFirst("greeter");

    @TempDir
    private Path home;

    private TestGateway server;

    @BeforeEach
    void open() {
        server = new TestGateway(home)
                .with(alpha, beta, greeter)
                .with("tls.enabled", "true")
                .with("detection-silence", "1 h")
                .open();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theApplicationProtocolAgreedInTlsNamesTheProtocol() throws SSLException {
        try (LineClient client = encrypted("shared", "other", "alpha/2", "alpha/1")) {
            assertThat(((SSLSocket) client.socket()).getApplicationProtocol()).isEqualTo("alpha/2");
            // Opened before it has sent anything.
            assertThat(client.ask("client"))
                    .isEqualTo("encrypted true, certificate true, dialect false, mechanism false");
        }
    }

    @Test
    void withoutAgreementTheDecryptedBytesNameTheProtocol() throws SSLException {
        try (LineClient client = encrypted("shared")) {
            assertThat(client.ask("beta says")).isEqualTo("1: beta says");
            assertThat(client.ask("client")).startsWith("encrypted true, certificate true");
        }
    }

    @Test
    void aClientThatOffersOnlyWhatNobodySpeaksIsRefused() {
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> encrypted("shared", "other"))
                .withMessageContaining("no_application_protocol");
    }

    @Test
    void aFirstByteLikeThatOfTlsIsNotTakenForIt() throws SSLException {
        // The first byte of a TLS record alone, then what cannot be its second.
        try (LineClient client = server.client("shared")) {
            client.send("\u0016");
            client.send("x\n");
            assertThat(client.line()).isNull();
        }
    }

    @Test
    void ownPortsOfProtocolsWithAnAlpnTakeBoth() throws SSLException {
        try (LineClient direct = encrypted("alpha", "alpha/1");
                LineClient plain = server.client("alpha")) {
            assertThat(direct.ask("client")).startsWith("encrypted true");
            assertThat(plain.ask("client")).startsWith("encrypted false, certificate false");
        }
    }

    @Test
    void onItsOwnPortTheProtocolDecidesOnTlsWithoutAgreement() throws SSLException {
        try (LineClient taken = encrypted("alpha");
                LineClient refused = encrypted("alpha")) {
            assertThat(taken.ask("alpha says")).isEqualTo("1: alpha says");
            assertThat(refused.ask("beta says")).isNull();
        }
    }

    @Test
    void aProtocolStartsTlsInItsOwnMessages() throws SSLException {
        try (LineClient plain = server.client("greeter")) {
            assertThat(plain.line()).isEqualTo("greeter 1");
            assertThat(plain.ask("tls")).isEqualTo("1: tls");
            try (LineClient client = new LineClient(trusting().over(plain, "whatever"))) {
                assertThat(client.ask("client")).startsWith("encrypted true, certificate true");
                assertThat(client.ask("login")).isEqualTo("1: login");
                assertThat(client.ask("on")).isEqualTo("1: on");
            }
        }
    }

    private LineClient encrypted(String portName, String... alpn) throws SSLException {
        return new LineClient(trusting().over(server.client(portName), alpn));
    }

    private TlsClient trusting() {
        return new TlsClient(home.resolve("tls/server.crt"));
    }
}
