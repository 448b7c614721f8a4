package io.heliosdb.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Which certificate clients are shown, while its files come, change and break. */
class CertificatesTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.heliosdb.gateway.tls");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    private Path home;

    @TempDir
    private Path elsewhere;

    private TestGateway server;

    @BeforeEach
    void prepare() {
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        server = gatewayIn(home);
    }

    @AfterEach
    void close() {
        server.close();
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @Test
    void theOneMadeAtFirstStartStays() throws SSLException {
        server.open();
        X509Certificate first = shown(home);
        server.close();
        server = gatewayIn(home).open();
        assertThat(shown(home)).isEqualTo(first);
        assertThat(messages(Level.INFO))
                .filteredOn(line -> line.startsWith("made a self-signed certificate"))
                .hasSize(1);
    }

    @Test
    void changedFilesAreShownToNewConnections() throws IOException {
        make(elsewhere);
        server.open();
        try (LineClient before = encrypted(home)) {
            replace(home, elsewhere);
            Waiting.until("the new one is shown", () -> isShown(elsewhere));
            assertThat(before.ask("client")).startsWith("encrypted true, alpn alpha, certificate true");
        }
    }

    @Test
    void brokenFilesAreRefusedByNameAndTheOneBeforeStays() throws IOException {
        server.open();
        X509Certificate before = shown(home);
        Path copy = Files.copy(home.resolve("tls/server.crt"), elsewhere.resolve("server.crt"));

        Files.writeString(home.resolve("tls/server.crt"), "not a certificate");
        Waiting.until("the file is refused", () -> !messages(Level.ERROR).isEmpty());

        assertThat(messages(Level.ERROR))
                .containsExactly(
                        "TLS: " + home.resolve("tls/server.crt")
                                + " has no certificate (expected: PEM, -----BEGIN CERTIFICATE-----); the certificate before stays");
        try (LineClient client = encrypted(copy)) {
            assertThat(TlsClient.shown((SSLSocket) client.socket())).isEqualTo(before);
        }
    }

    @Test
    void theConfigurationNamesOtherFilesWhileTheServerRuns() throws IOException {
        make(elsewhere);
        server.open();
        server.properties.put("tls.key", elsewhere.resolve("tls/server.key").toString());
        server.configure("tls.certificate", elsewhere.resolve("tls/server.crt").toString());
        Waiting.until("the configured one is shown", () -> isShown(elsewhere));
    }

    @Test
    void configuredFilesThatCannotBeUsedLeaveTheOneBefore() throws SSLException {
        server.open();
        server.properties.put("tls.key", "absent.key");
        server.configure("tls.certificate", "absent.crt");
        Waiting.until("the file is refused", () -> !messages(Level.ERROR).isEmpty());
        assertThat(messages(Level.ERROR))
                .containsExactly(
                        "TLS: " + home.resolve("absent.crt") + " does not exist; the certificate before stays");
        assertThat(shown(home)).isNotNull();
    }

    @Test
    void tlsCanBeSwitchedOffAndOn() {
        server.open();
        server.configure("tls.enabled", "false");
        Waiting.until("TLS is off", () -> !isShown(home));
        server.configure("tls.enabled", "true");
        Waiting.until("TLS is on", () -> isShown(home));
    }

    @Test
    void aServerDoesNotStartWithFilesThatCannotBeUsed() throws IOException {
        Files.createDirectories(home.resolve("tls"));
        Files.writeString(home.resolve("tls/server.crt"), "mine");
        assertThatThrownBy(server::open)
                .hasRootCauseMessage("TLS: " + home.resolve("tls/server.crt")
                        + " has no certificate (expected: PEM, -----BEGIN CERTIFICATE-----)");
        assertThat(server.gateway().ports()).isEmpty();
    }

    @Test
    void aServerDoesNotStartWhereItCannotWriteItsCertificate() throws IOException {
        Files.writeString(home.resolve("tls"), "in the way");
        assertThatThrownBy(server::open)
                .rootCause()
                .hasMessageStartingWith("TLS: cannot write " + home.resolve("tls/server.crt") + ": ");
    }

    private static TestGateway gatewayIn(Path folder) {
        return new TestGateway(folder)
                .with(LineProtocol.clientFirst("alpha").withAlpn("alpha"))
                .with("tls.enabled", "true");
    }

    /** Makes files in that folder, as a server does at its first start. */
    private static void make(Path folder) {
        gatewayIn(folder).open().close();
    }

    private static void replace(Path folder, Path by) throws IOException {
        for (String name : List.of("tls/server.key", "tls/server.crt")) {
            Files.write(folder.resolve(name), Files.readAllBytes(by.resolve(name)));
        }
    }

    private LineClient encrypted(Path trusted) throws SSLException {
        Path file = Files.isDirectory(trusted) ? trusted.resolve("tls/server.crt") : trusted;
        return new LineClient(new TlsClient(file).over(server.client("alpha"), "alpha"));
    }

    private X509Certificate shown(Path trusted) throws SSLException {
        try (LineClient client = encrypted(trusted)) {
            return TlsClient.shown((SSLSocket) client.socket());
        }
    }

    private boolean isShown(Path trusted) {
        try {
            return shown(trusted) != null;
        } catch (SSLException untrusted) {
            return false;
        }
    }

    private List<String> messages(Level level) {
        return log.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
