package io.heliosdb.pg.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpListenerTest {

    private static final InetSocketAddress ANY_LOOPBACK_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static EmbeddedPostgres start(TestHome home, TcpListener tcp) throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(
                EmbeddedPostgresOptions.builder(home.path()).tcp(tcp).build());
        server.administer("CREATE ROLE demo LOGIN PASSWORD 'demo'");
        return server;
    }

    private static String query(EmbeddedPostgres server, String password, String parameters, String sql)
            throws SQLException {
        InetSocketAddress address = server.tcpAddress().orElseThrow();
        String url = "jdbc:postgresql://" + address.getAddress().getHostAddress() + ":" + address.getPort()
                + "/postgres?" + parameters;
        try (Connection connection = DriverManager.getConnection(url, "demo", password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void letsInWhoKnowsThePassword() throws Exception {
        try (TestHome home = TestHome.initialised();
                EmbeddedPostgres server = start(home, TcpListener.plain(ANY_LOOPBACK_PORT))) {
            assertThat(query(server, "demo", "sslmode=disable", "SELECT current_user"))
                    .isEqualTo("demo");
            assertThatThrownBy(() -> query(server, "wrong", "sslmode=disable", "SELECT 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> query(server, "demo", "sslmode=require", "SELECT 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("does not support SSL");
            assertThat(TestHome.value(server, "demo", "SELECT current_user"))
                    .as("the socket is still there and trusts the server's own user")
                    .isEqualTo("demo");
        }
    }

    @Test
    void speaksTlsWithTheGivenCertificate() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            Certificate certificate = Certificate.make(home.path());
            TcpListener tcp = TcpListener.withTls(ANY_LOOPBACK_PORT, certificate.chain(), certificate.key());
            try (EmbeddedPostgres server = start(home, tcp)) {
                String verifying = "sslmode=verify-full&sslrootcert=" + certificate.chain();
                String usesTls = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
                assertThat(query(server, "demo", verifying, usesTls)).isEqualTo("t");
                assertThat(query(server, "demo", "sslmode=disable", usesTls)).isEqualTo("f");
            }
        }
    }

    @Test
    void saysThatACertificateIsMissing() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            Path missing = home.path().resolve("missing.pem");
            assertThatThrownBy(() -> start(home, TcpListener.withTls(ANY_LOOPBACK_PORT, missing, missing)))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining(missing.toString());
        }
    }

    @Test
    void saysThatAPortIsTaken() throws Exception {
        try (TestHome home = TestHome.initialised();
                java.net.ServerSocket taken = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
            assertThatThrownBy(() -> start(home, TcpListener.plain(address)))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("could not create any TCP/IP sockets");
        }
    }

    @Test
    void wantsAResolvedAddress() {
        assertThatThrownBy(() -> TcpListener.plain(InetSocketAddress.createUnresolved("nowhere", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A self-signed certificate for the loopback address, in the PEM files that PostgreSQL takes. */
    private record Certificate(Path chain, Path key) {

        static Certificate make(Path directory) throws Exception {
            Path store = directory.resolve("store.p12");
            Process keytool = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "server",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=IP:127.0.0.1,DNS:localhost",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            "changeit",
                            "-keystore",
                            store.toString()))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool failed: " + output);
            }
            KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
            return new Certificate(
                    pem(
                            directory.resolve("server.pem"),
                            "CERTIFICATE",
                            keys.getCertificate("server").getEncoded()),
                    pem(
                            directory.resolve("server-key.pem"),
                            "PRIVATE KEY",
                            keys.getKey("server", "changeit".toCharArray()).getEncoded()));
        }

        private static Path pem(Path file, String label, byte[] content) throws IOException {
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
            return Files.writeString(
                    file, "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
        }
    }
}
