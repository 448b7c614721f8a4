package io.heliosdb.mysql.auth.sha2.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key pair with which passwords come over channels that are not encrypted. It is made at the first use and kept in a file,
 * so that clients can know the public key before they come, and a version of this bundle goes on with the key of the one before.
 */
public final class RsaKeys {
    private static final Logger LOGGER = LoggerFactory.getLogger(RsaKeys.class);

    /** Octets of what is encrypted. */
    static final int CIPHER_OCTETS = 256;

    private final Optional<KeyFile> file;
    private CompletableFuture<KeyPair> pair;

    /** @param file where the pair is kept; nowhere for one that ends with this object */
    public RsaKeys(Optional<KeyFile> file) {
        this.file = file;
    }

    /** @param workers make the pair: it takes a tenth of a second */
    synchronized CompletableFuture<KeyPair> pair(Executor workers) {
        if (pair == null || pair.isCompletedExceptionally()) {
            pair = CompletableFuture.supplyAsync(this::find, workers);
        }
        return pair;
    }

    private KeyPair find() {
        if (file.isEmpty()) {
            return make();
        }
        try {
            Optional<KeyPair> kept = file.get().read();
            if (kept.isPresent()) {
                return kept.get();
            }
            KeyPair made = make();
            file.get().write(made);
            return made;
        } catch (IOException | GeneralSecurityException e) {
            LOGGER.warn("{}: {}; until the next start, another key takes its place", file.get(), e.getMessage());
            return make();
        }
    }

    private static KeyPair make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(CIPHER_OCTETS * Byte.SIZE);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key as clients are told it. */
    static byte[] pem(KeyPair pair) {
        return Pem.PUBLIC_KEY.write(pair.getPublic().getEncoded()).getBytes(US_ASCII);
    }

    /** Decrypts RSAES-OAEP with SHA-1 (RFC 8017, section 7.1.2); empty where it was not encrypted for this key. */
    static Optional<byte[]> decrypt(KeyPair pair, byte[] encrypted) {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
            cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
            return Optional.of(cipher.doFinal(encrypted));
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
