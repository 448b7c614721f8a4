package io.heliosdb.compat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.Progress;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

class ReferencePostgresTest {

    /** SSLRequest: length 8, code 80877103. */
    private static final byte[] SSL_REQUEST = HexFormat.of().parseHex("0000000804d2162f");

    @Test
    void speaksTlsWithACertificateThatVerifies() throws Exception {
        Path log;
        try (ReferencePostgres server = ReferencePostgres.start(Progress.SILENT)) {
            Endpoint endpoint = server.endpoint("postgresql");
            Endpoint.Tls tls = endpoint.tls().orElseThrow();
            log = server.log().orElseThrow();

            assertThat(server.product()).startsWith("PostgreSQL 18.");
            assertThat(server.isAlive()).isTrue();
            assertThat(log).exists();
            assertThatThrownBy(() -> server.endpoint("mysql")).isInstanceOf(LabException.class);
            try (Socket plain = new Socket(endpoint.host(), endpoint.port())) {
                plain.getOutputStream().write(SSL_REQUEST);
                assertThat(plain.getInputStream().read()).isEqualTo('S');
                SSLSocket secure = (SSLSocket) trusting(tls.authority())
                        .getSocketFactory()
                        .createSocket(plain, tls.host(), endpoint.port(), true);
                SSLParameters parameters = secure.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.setSSLParameters(parameters);
                secure.startHandshake();

                assertThat(secure.getSession().getPeerCertificates()).hasSize(1);
            }
        }
        assertThat(log).as("its home goes with it").doesNotExist();
    }

    private static SSLContext trusting(Path authority) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream certificate = Files.newInputStream(authority)) {
            X509Certificate parsed =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(certificate);
            assertThat(parsed.getBasicConstraints()).isZero();
            store.setCertificateEntry("authority", parsed);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
