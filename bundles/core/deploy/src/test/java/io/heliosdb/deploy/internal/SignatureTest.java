package io.heliosdb.deploy.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.operation.DeployedBundle;
import io.heliosdb.spi.operation.DeploymentState;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;
import org.assertj.core.api.Assertions;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureTest {
    private static final Signer HOUSE = Signer.selfSigned("CN=house");
    private static final Signer MAKER = Signer.issuedBy(HOUSE, "CN=maker");
    private static final Signer STRANGER = Signer.selfSigned("CN=stranger");

    /** Has the house's certificate behind its own, which the house never issued. */
    private static final Signer IMPOSTOR = Signer.claimsIssuer(HOUSE, "CN=maker");

    @TempDir
    private Path home;

    private Path signed(Signer signer) throws IOException {
        Path plain = new SampleJar("1.0.0", "1.0.0").at(home.resolve("plain.jar"));
        return signer.sign(plain, home.resolve("signed.jar"));
    }

    private void check(Path jar) throws IOException, GeneralSecurityException, RefusedException {
        Path pem = home.resolve("house.pem");
        Files.writeString(pem, HOUSE.pem());
        Signature.of(pem).check(jar);
    }

    @Test
    void whatTheHouseSignedIsTaken() {
        assertThatCode(() -> check(signed(HOUSE))).doesNotThrowAnyException();
    }

    @Test
    void whatSomebodySignedWhomTheHouseCertifiedIsTaken() {
        assertThatCode(() -> check(signed(MAKER))).doesNotThrowAnyException();
    }

    @Test
    void whatAStrangerSignedIsNot() {
        assertThatThrownBy(() -> check(signed(STRANGER)))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("signed by nobody who is trusted: ");
    }

    @Test
    void aCertificateThatOnlyLiesInTheJarProvesNothing() {
        assertThatThrownBy(() -> check(signed(IMPOSTOR)))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("signed by nobody who is trusted: ");
    }

    @Test
    void whatNobodySignedIsNot() {
        assertThatThrownBy(() -> check(new SampleJar("1.0.0", "1.0.0").at(home.resolve("plain.jar"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("not signed: ");
    }

    @Test
    void whatWasAddedAfterwardsIsNot() throws IOException {
        Path jar = signed(HOUSE);
        write(jar, "added.txt", "not by the house");
        assertThatThrownBy(() -> check(jar))
                .isInstanceOf(RefusedException.class)
                .hasMessage("not signed: added.txt");
    }

    @Test
    void whatWasChangedAfterwardsIsNot() throws IOException {
        Path jar = signed(HOUSE);
        write(jar, "io/heliosdb/deploy/sample/Activator.class", "changed");
        assertThatThrownBy(() -> check(jar))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("its signature is broken: ");
    }

    @Test
    void certificatesThatAreNoneAreSaid() throws IOException {
        Path pem = Files.writeString(home.resolve("none.pem"), "");
        assertThatThrownBy(() -> Signature.of(pem)).hasMessageContaining("none.pem");
        assertThatThrownBy(() -> Signature.of(home.resolve("absent.pem"))).hasMessageContaining("absent.pem");
    }

    @Test
    void theDeployerStartsOnlyWhatIsSignedWhereThatIsRequired() throws Exception {
        Path plain = new SampleJar("1.0.0", "1.0.0").at(home.resolve("plain.jar"));
        try (DeployWorld world = new DeployWorld(home)) {
            world.configuration.put("require-signature", "true");
            Path jar = Files.copy(plain, world.folder.resolve("one.jar"));
            DeployedBundle unchecked = world.arrives(jar);
            Assertions.assertThat(unchecked.reason()).contains("certificates names no file");

            Files.writeString(home.resolve("house.pem"), HOUSE.pem());
            world.configuration.put("certificates", "house.pem");
            Path other = Files.copy(plain, world.folder.resolve("other.jar"));
            Assertions.assertThat(world.arrives(other).reason()).startsWith("not signed: ");
            DeployedBundle signed = world.arrives(MAKER.sign(plain, world.folder.resolve("signed.jar")));
            Assertions.assertThat(signed.state()).isEqualTo(DeploymentState.SERVING);
        }
    }

    private static void write(Path jar, String entry, String content) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Files.writeString(zip.getPath(entry), content);
        }
    }

    /** Somebody who signs jars. */
    private record Signer(KeyPair keys, List<X509Certificate> chain) {
        static Signer selfSigned(String name) {
            KeyPair keys = newKeys();
            return new Signer(keys, List.of(certificate(name, keys, name, keys)));
        }

        static Signer issuedBy(Signer issuer, String name) {
            KeyPair keys = newKeys();
            return new Signer(keys, List.of(certificate(name, keys, issuer.name(), issuer.keys), issuer.chain.get(0)));
        }

        static Signer claimsIssuer(Signer issuer, String name) {
            KeyPair keys = newKeys();
            return new Signer(keys, List.of(certificate(name, keys, issuer.name(), newKeys()), issuer.chain.get(0)));
        }

        private String name() {
            return chain.get(0).getSubjectX500Principal().getName();
        }

        private static KeyPair newKeys() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(256);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        private static X509Certificate certificate(String name, KeyPair keys, String issuer, KeyPair issuerKeys) {
            try {
                Instant now = Instant.now();
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        new X500Name(issuer),
                        BigInteger.valueOf(name.hashCode()).abs(),
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        new X500Name(name),
                        keys.getPublic());
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                return new JcaX509CertificateConverter()
                        .getCertificate(builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
            } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
                throw new AssertionError(e);
            }
        }

        String pem() throws GeneralSecurityException {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(chain.get(0).getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        }

        Path sign(Path jar, Path signed) throws IOException {
            try (ZipFile in = new ZipFile(jar.toFile());
                    OutputStream out = Files.newOutputStream(signed)) {
                new JarSigner.Builder(
                                keys.getPrivate(),
                                CertificateFactory.getInstance("X.509")
                                        .generateCertPath(List.<Certificate>copyOf(chain)))
                        .build()
                        .sign(in, out);
                return signed;
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }
}
