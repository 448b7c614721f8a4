package io.heliosdb.spi.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Locale;

/**
 * Channel binding data (RFC 5056).
 *
 * @param type registered name, {@code tls-server-end-point} (RFC 5929, section 4)
 * @param data the octets; not changed by anybody
 */
public record ChannelBinding(String type, byte[] data) {
    public static final String TLS_SERVER_END_POINT = "tls-server-end-point";

    private static final String DEFAULT_HASH = "SHA-256";

    /**
     * The binding to a server's certificate: its hash by the hash function of its signature, or by SHA-256 where that is
     * MD5, SHA-1 or not to be told from the algorithm's name (RFC 5929, section 4.1).
     */
    public static ChannelBinding tlsServerEndPoint(X509Certificate certificate) {
        try {
            MessageDigest digest = MessageDigest.getInstance(hash(certificate.getSigAlgName()));
            return new ChannelBinding(TLS_SERVER_END_POINT, digest.digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot hash the server's certificate", e);
        }
    }

    private static String hash(String signatureAlgorithm) {
        String name = signatureAlgorithm.toUpperCase(Locale.ROOT);
        if (name.startsWith("SHA384")) {
            return "SHA-384";
        }
        return name.startsWith("SHA512") ? "SHA-512" : DEFAULT_HASH;
    }
}
