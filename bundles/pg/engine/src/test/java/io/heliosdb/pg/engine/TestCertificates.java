package io.heliosdb.pg.engine;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority, a server's certificate by it, and an authority that has nothing to do with them; as PEM files. */
final class TestCertificates {
    private static final Duration VALIDITY = Duration.ofDays(1);

    private final Path directory;

    /** @param hostName the name that the server's certificate is for */
    TestCertificates(Path directory, String hostName) {
        this.directory = directory;
        try {
            KeyPair authority = keyPair();
            KeyPair server = keyPair();
            write("authority.crt", certificate("CN=authority", authority, "CN=authority", authority, ""));
            write("server.crt", certificate("CN=authority", authority, "CN=server", server, hostName));
            write("server.key", new JcaPKCS8Generator(server.getPrivate(), null).generate());
            KeyPair stranger = keyPair();
            write("stranger.crt", certificate("CN=stranger", stranger, "CN=stranger", stranger, ""));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    Path authority() {
        return directory.resolve("authority.crt");
    }

    Path server() {
        return directory.resolve("server.crt");
    }

    Path serverKey() {
        return directory.resolve("server.key");
    }

    Path stranger() {
        return directory.resolve("stranger.crt");
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            String issuer, KeyPair issuerKeys, String subject, KeyPair subjectKeys, String hostName)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Principal(issuer),
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(VALIDITY)),
                Date.from(now.plus(VALIDITY)),
                new X500Principal(subject),
                subjectKeys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(hostName.isEmpty()));
        if (!hostName.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, hostName)));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
    }

    private void write(String name, Object object) throws IOException {
        try (Writer file = Files.newBufferedWriter(directory.resolve(name));
                JcaPEMWriter writer = new JcaPEMWriter(file)) {
            writer.writeObject(object);
        }
    }
}
