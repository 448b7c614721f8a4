package io.heliosdb.mysql.auth.sha2.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;

/** The key pair with which passwords come over channels that are not encrypted. Made at the first use, and never stored. */
public final class RsaKeys {
    /** Octets of what is encrypted. */
    static final int CIPHER_OCTETS = 256;

    private static final int PEM_LINE = 64;

    private CompletableFuture<KeyPair> pair;

    /** @param workers make the pair: it takes a tenth of a second */
    synchronized CompletableFuture<KeyPair> pair(Executor workers) {
        if (pair == null || pair.isCompletedExceptionally()) {
            pair = CompletableFuture.supplyAsync(RsaKeys::make, workers);
        }
        return pair;
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

    /** The public key as SubjectPublicKeyInfo in PEM (RFC 7468, section 13). */
    static byte[] pem(KeyPair pair) {
        Base64.Encoder lines = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'});
        String body = lines.encodeToString(pair.getPublic().getEncoded());
        return ("-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n").getBytes(US_ASCII);
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
