package io.heliosdb.mysql.auth.sha2.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heliosdb.files.AtomicFile;
import io.heliosdb.files.FileMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/** A key pair in two files: the private key for the server alone, the public one for whoever is to know it. */
public final class KeyFile {
    private static final String PRIVATE_KEY = "mysql-private-key.pem";
    private static final String PUBLIC_KEY = "mysql-public-key.pem";

    private final Path folder;

    /** @param folder made where it is not there */
    public KeyFile(Path folder) {
        this.folder = folder;
    }

    /**
     * The pair that is kept.
     *
     * @return empty where there is none
     * @throws GeneralSecurityException where the file is something else
     */
    Optional<KeyPair> read() throws IOException, GeneralSecurityException {
        String text;
        try {
            text = Files.readString(folder.resolve(PRIVATE_KEY), US_ASCII);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        KeyFactory factory = KeyFactory.getInstance("RSA");
        if (!(factory.generatePrivate(new PKCS8EncodedKeySpec(Pem.PRIVATE_KEY.read(text)))
                        instanceof RSAPrivateCrtKey key)
                || key.getModulus().bitLength() != RsaKeys.CIPHER_OCTETS * Byte.SIZE) {
            throw new InvalidKeySpecException(
                    "it is no RSA key of " + RsaKeys.CIPHER_OCTETS * Byte.SIZE + " bits with its primes");
        }
        return Optional.of(new KeyPair(
                factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())), key));
    }

    void write(KeyPair pair) throws IOException {
        Files.createDirectories(folder);
        write(PRIVATE_KEY, Pem.PRIVATE_KEY.write(pair.getPrivate().getEncoded()), FileMode.PRIVATE_FILE);
        write(PUBLIC_KEY, Pem.PUBLIC_KEY.write(pair.getPublic().getEncoded()), FileMode.PUBLIC_FILE);
    }

    private void write(String name, String text, FileMode mode) throws IOException {
        AtomicFile.write(folder.resolve(name), text.getBytes(US_ASCII), mode);
    }

    @Override
    public String toString() {
        return folder.resolve(PRIVATE_KEY).toString();
    }
}
