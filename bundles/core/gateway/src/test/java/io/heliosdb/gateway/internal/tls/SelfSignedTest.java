package io.heliosdb.gateway.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedTest {
    private static final int KEY_CERT_SIGN = 5;

    @TempDir
    private Path home;

    @Test
    void isARootOfItsOwnForALongTime() throws IOException, GeneralSecurityException {
        X509Certificate certificate = make("127.0.0.1");

        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getBasicConstraints()).isNotNegative();
        assertThat(certificate.getKeyUsage()[0]).isTrue();
        assertThat(certificate.getKeyUsage()[KEY_CERT_SIGN]).isTrue();
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(((ECPublicKey) certificate.getPublicKey())
                        .getParams()
                        .getCurve()
                        .getField()
                        .getFieldSize())
                .isEqualTo(256);
        assertThat(certificate.getNotBefore().toInstant())
                .isBefore(Instant.now().minus(Duration.ofHours(1)));
        assertThat(certificate.getNotAfter().toInstant()).isAfter(Instant.now().plus(Duration.ofDays(397)));
    }

    @Test
    void carriesTheNamesOfThisMachine() throws IOException, CertificateParsingException {
        assertThat(names(make("127.0.0.1"))).contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        String host = InetAddress.getLocalHost().getHostName();
        assertThat(names(make("127.0.0.1"))).contains(host);
    }

    @Test
    void carriesTheAddressThatTheServerListensOn() throws IOException, CertificateParsingException {
        assertThat(names(make("192.0.2.7"))).contains("192.0.2.7");
        assertThat(names(make("0.0.0.0"))).doesNotContain("0.0.0.0");
        assertThat(names(make("no such host"))).contains("localhost");
    }

    @Test
    void onlyTheOwnerReadsTheKey() throws IOException {
        make("127.0.0.1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("tls/server.key"))))
                .isEqualTo("rw-------");
        assertThat(home.resolve("tls")).isDirectoryNotContaining("glob:**.new");
    }

    private X509Certificate make(String bind) throws IOException {
        Path certificate = home.resolve("tls/server.crt");
        Path key = home.resolve("tls/server.key");
        SelfSigned.write(certificate, key, bind);
        return PemFiles.read(certificate, key).chain().get(0);
    }

    private static List<String> names(X509Certificate certificate) throws CertificateParsingException {
        return certificate.getSubjectAlternativeNames().stream()
                .map(name -> (String) name.get(1))
                .toList();
    }
}
