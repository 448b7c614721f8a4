package io.heliosdb.gateway.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heliosdb.spi.error.HeliosException;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemFilesTest {
    private static final char[] PASSPHRASE = "secret words".toCharArray();
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;

    @BeforeEach
    void make() throws IOException {
        certificate = folder.resolve("server.crt");
        key = folder.resolve("server.key");
        SelfSigned.write(certificate, key, "127.0.0.1");
    }

    @Test
    void readsPkcs8() {
        Credentials credentials = PemFiles.read(certificate, key);
        assertThat(credentials.key().getAlgorithm()).isEqualTo("EC");
        assertThat(credentials.chain()).hasSize(1);
        assertThat(credentials.toString()).contains("O=HeliosDB self-signed").doesNotContain("PRIVATE");
    }

    @Test
    void readsSec1BehindItsParameters() throws IOException {
        BigInteger secret = secret(PemFiles.read(certificate, key).key());
        ASN1ObjectIdentifier curve = SECObjectIdentifiers.secp256r1;
        ECPrivateKey inner = new ECPrivateKey(256, secret, curve);
        Files.writeString(
                key,
                pem(new PemObject("EC PARAMETERS", curve.getEncoded()))
                        + pem(new PemObject("EC PRIVATE KEY", inner.getEncoded())));
        assertThat(secret(PemFiles.read(certificate, key).key())).isEqualTo(secret);
    }

    @Test
    void readsPkcs1AndAChain() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String own = pem(TestCertificate.of(pair, "SHA256withRSA"));
        Files.writeString(certificate, own + "between them, text\n" + Files.readString(certificate));
        Files.writeString(key, pem(new JcaMiscPEMGenerator(pair.getPrivate())));

        assertThat(Files.readString(key)).contains("BEGIN RSA PRIVATE KEY");
        Credentials credentials = PemFiles.read(certificate, key);
        assertThat(credentials.key()).isEqualTo(pair.getPrivate());
        assertThat(credentials.chain()).hasSize(2);
        assertThat(credentials.chain().get(0).getPublicKey()).isEqualTo(pair.getPublic());
    }

    @Test
    void refusesAnAbsentFile() throws IOException {
        Files.delete(key);
        assertRefused(key + " does not exist");
    }

    @Test
    void refusesADirectory() throws IOException {
        Files.delete(certificate);
        Files.createDirectory(certificate);
        assertRefused(certificate + " is not PEM");
    }

    @Test
    void refusesWhatIsNotPem() throws IOException {
        Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nsecret!\n");
        assertRefused(certificate + " is not PEM");
    }

    @Test
    void refusesWhatIsTooLong() throws IOException {
        Files.writeString(certificate, "x".repeat((1 << 20) + 1));
        assertRefused(certificate + " is not PEM");
    }

    @Test
    void refusesAFileWithoutCertificate() throws IOException {
        Files.writeString(certificate, "nothing\n");
        assertRefused(certificate + " has no certificate (expected: PEM, -----BEGIN CERTIFICATE-----)");
    }

    @Test
    void refusesAFileWithoutKey() throws IOException {
        Files.copy(certificate, key, StandardCopyOption.REPLACE_EXISTING);
        assertRefused(key + " has no private key (expected: PEM, PKCS#8, PKCS#1 or SEC1)");
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws IOException {
        SelfSigned.write(folder.resolve("other.crt"), key, "127.0.0.1");
        assertRefused(key + " is not the key of the certificate in " + certificate);
    }

    @Test
    void refusesAKeyOfAnotherKind() throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        Files.writeString(key, pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
        assertRefused(key + " is not the key of the certificate in " + certificate);
    }

    @Test
    void refusesAKeyUnderAPassphrase() throws IOException, OperatorCreationException {
        PrivateKey plain = PemFiles.read(certificate, key).key();
        Files.writeString(
                key,
                pem(new JcaPKCS8Generator(
                        plain,
                        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                                .setProvider(BOUNCY_CASTLE)
                                .setPassword(PASSPHRASE)
                                .build())));
        assertRefused(key + " has a key under a passphrase (expected: one without)");

        Files.writeString(
                key,
                pem(new JcaMiscPEMGenerator(
                        plain,
                        new JcePEMEncryptorBuilder("AES-256-CBC")
                                .setProvider(BOUNCY_CASTLE)
                                .build(PASSPHRASE))));
        assertRefused(key + " has a key under a passphrase (expected: one without)");
    }

    @Test
    void refusesAKeyThatNobodyKnows() throws IOException {
        PrivateKeyInfo unknown = new PrivateKeyInfo(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.3.4")), new DEROctetString(new byte[32]));
        Files.writeString(key, pem(unknown));
        assertRefused(key + " has a key that cannot be read");
    }

    private void assertRefused(String why) {
        assertThatExceptionOfType(HeliosException.class)
                .isThrownBy(() -> PemFiles.read(certificate, key))
                .withMessage("TLS: " + why)
                .satisfies(refused -> assertThat(refused.sqlState()).isEqualTo("58030"));
    }

    private static BigInteger secret(PrivateKey key) {
        return ((java.security.interfaces.ECPrivateKey) key).getS();
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
