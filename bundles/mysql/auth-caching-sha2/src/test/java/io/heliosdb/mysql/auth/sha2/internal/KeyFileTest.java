package io.heliosdb.mysql.auth.sha2.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.InvalidKeySpecException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    @TempDir
    private Path home;

    private Path folder;
    private KeyFile file;

    @BeforeEach
    void name() {
        folder = home.resolve("tls");
        file = new KeyFile(folder);
    }

    private KeyPair find() {
        return new RsaKeys(Optional.of(file)).pair(Runnable::run).join();
    }

    @Test
    void thePairIsKept() throws Exception {
        assertThat(file.read()).isEmpty();
        KeyPair made = find();
        KeyPair found = find();
        assertThat(found.getPublic()).isEqualTo(made.getPublic());
        assertThat(found.getPrivate()).isEqualTo(made.getPrivate());
        assertThat(folder).isDirectoryContaining("glob:**/mysql-private-key.pem");
        assertThat(Files.readAllBytes(folder.resolve("mysql-public-key.pem"))).isEqualTo(RsaKeys.pem(made));
    }

    @Test
    void nobodyElseReadsThePrivateKey() throws Exception {
        find();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("mysql-private-key.pem"))))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void whatIsNoKeyStaysAndAnotherTakesItsPlace() throws Exception {
        Path key = Files.createDirectories(folder).resolve("mysql-private-key.pem");
        for (String text : new String[] {
            "",
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            Pem.PRIVATE_KEY.write(shortKey())
        }) {
            Files.writeString(key, text, StandardCharsets.US_ASCII);
            assertThatThrownBy(file::read).as(text).isInstanceOf(InvalidKeySpecException.class);
            assertThat(find()).isNotNull();
            assertThat(key).hasContent(text);
        }
    }

    private static byte[] shortKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        return generator.generateKeyPair().getPrivate().getEncoded();
    }
}
