package io.heliosdb.compat.server;

import io.heliosdb.compat.LabException;
import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority made for one run, and what it signed for a server on this machine. The authority's key is not
 * kept. The extensions are those that strict verifiers ask for (RFC 5280, section 4.2).
 *
 * @param authority the authority's certificate
 * @param certificate the server's certificate, made out to {@link #HOST} and the loopback addresses
 * @param key the server's private key, not encrypted
 */
record TlsFiles(Path authority, Path certificate, Path key) {

    /** The name that the certificate is made out to. */
    static final String HOST = "localhost";

    private static final Duration VALIDITY = Duration.ofDays(2);
    private static final String SIGNATURE = "SHA256withECDSA";

    /**
     * Makes the three files in {@code folder}.
     *
     * @throws LabException where they cannot be written
     */
    static TlsFiles make(Path folder) {
        try {
            Files.createDirectories(folder);
            TlsFiles files =
                    new TlsFiles(folder.resolve("ca.crt"), folder.resolve("server.crt"), folder.resolve("server.key"));
            KeyPair authorityKey = keyPair();
            KeyPair serverKey = keyPair();
            X500Name authorityName = new X500Name("CN=HeliosDB conformance lab");
            X509Certificate authority = authority(authorityName, authorityKey);
            X509Certificate server = server(authorityName, authorityKey, authority, serverKey);
            write(files.authority, authority);
            write(files.certificate, server);
            write(files.key, new JcaPKCS8Generator(serverKey.getPrivate(), null));
            return files;
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new LabException("cannot make the reference server's certificate: " + e.getMessage(), e);
        }
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate authority(X500Name name, KeyPair key)
            throws CertIOException, GeneralSecurityException, OperatorCreationException {
        X509v3CertificateBuilder builder = builder(name, name, key);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return sign(builder, key);
    }

    private static X509Certificate server(X500Name issuer, KeyPair issuerKey, X509Certificate authority, KeyPair key)
            throws CertIOException, GeneralSecurityException, OperatorCreationException {
        X509v3CertificateBuilder builder = builder(issuer, new X500Name("CN=" + HOST), key);
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, HOST),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1"),
        }));
        return sign(builder, issuerKey);
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair key)
            throws CertIOException, GeneralSecurityException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(120, new SecureRandom()).add(BigInteger.ONE),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(VALIDITY)),
                subject,
                key.getPublic());
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key.getPublic()));
        return builder;
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key.getPrivate())));
    }

    private static void write(Path file, Object content) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(writer)) {
            pem.writeObject(content);
        }
    }
}
