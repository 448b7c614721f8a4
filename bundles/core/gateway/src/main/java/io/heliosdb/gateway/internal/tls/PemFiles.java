package io.heliosdb.gateway.internal.tls;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * Reads certificates and keys in the textual forms that certificate authorities and OpenSSL write: X.509 chains (RFC 7468,
 * section 5), keys as PKCS#8 (section 10), PKCS#1 or SEC1. What cannot be used is refused with the file's name; the
 * contents of a key are never repeated.
 */
final class PemFiles {
    private static final int MAX_BYTES = 1 << 20;

    private PemFiles() {}

    /** @throws HeliosException 58030, naming the file and what is wrong with it */
    static Credentials read(Path certificateFile, Path keyFile) {
        List<X509Certificate> chain = certificates(certificateFile);
        PrivateKey key = key(keyFile);
        if (!belongTogether(key, chain.get(0).getPublicKey())) {
            throw refusal(keyFile, "is not the key of the certificate in " + certificateFile);
        }
        return new Credentials(chain, key);
    }

    private static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> chain = new ArrayList<>();
        for (Object object : objects(file)) {
            if (object instanceof X509CertificateHolder holder) {
                try {
                    chain.add(new JcaX509CertificateConverter().getCertificate(holder));
                } catch (GeneralSecurityException e) {
                    throw refusal(file, "has a certificate that cannot be read");
                }
            }
        }
        if (chain.isEmpty()) {
            throw refusal(file, "has no certificate (expected: PEM, -----BEGIN CERTIFICATE-----)");
        }
        return chain;
    }

    private static PrivateKey key(Path file) {
        for (Object object : objects(file)) {
            if (object instanceof PEMEncryptedKeyPair || object instanceof PKCS8EncryptedPrivateKeyInfo) {
                throw refusal(file, "has a key under a passphrase (expected: one without)");
            }
            PrivateKeyInfo info = null;
            if (object instanceof PEMKeyPair pair) {
                info = pair.getPrivateKeyInfo();
            } else if (object instanceof PrivateKeyInfo direct) {
                info = direct;
            }
            if (info != null) {
                try {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                } catch (IOException unknown) {
                    throw refusal(file, "has a key that cannot be read");
                }
            }
        }
        throw refusal(file, "has no private key (expected: PEM, PKCS#8, PKCS#1 or SEC1)");
    }

    private static List<Object> objects(Path file) {
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(open(file))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        } catch (NoSuchFileException absent) {
            throw refusal(file, "does not exist");
        } catch (AccessDeniedException denied) {
            throw refusal(file, "cannot be read: permission denied");
        } catch (IOException | RuntimeException malformed) {
            // Not its own message, which may repeat what stands in the file.
            throw refusal(file, "is not PEM");
        }
        return objects;
    }

    private static Reader open(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("too long");
        }
        return new StringReader(Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                };
        byte[] challenge = new byte[32];
        new SecureRandom().nextBytes(challenge);
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(challenge);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(challenge);
            return signature.verify(signed);
        } catch (GeneralSecurityException differentKinds) {
            return false;
        }
    }

    private static HeliosException refusal(Path file, String why) {
        return new HeliosException(SqlState.IO_ERROR, "TLS: " + file + " " + why);
    }
}
