package io.heliosdb.spi.auth;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;

/**
 * Channel binding data (RFC 5056).
 *
 * @param type registered name, {@code tls-server-end-point} (RFC 5929, section 4)
 * @param data the octets that both sides compare, here the certificate's hash; not changed by anybody
 */
public record ChannelBinding(String type, byte[] data) {
    public static final String TLS_SERVER_END_POINT = "tls-server-end-point";

    private static final String LEAST_HASH = "SHA-256";

    /**
     * The binding to a server's certificate: its hash by the hash function of its signature, or by SHA-256 where that is
     * MD5 or SHA-1 (RFC 5929, section 4.1).
     *
     * @return empty where the signature has no hash function of its own (Ed25519), or one that this JDK does not have:
     *     RFC 5929 has no binding for the former, and clients that are offered one fail
     */
    public static Optional<ChannelBinding> tlsServerEndPoint(X509Certificate certificate) {
        try {
            Optional<String> hash = hash(certificate);
            if (hash.isEmpty()) {
                return Optional.empty();
            }
            MessageDigest digest = MessageDigest.getInstance(hash.get());
            return Optional.of(new ChannelBinding(TLS_SERVER_END_POINT, digest.digest(certificate.getEncoded())));
        } catch (NoSuchAlgorithmException e) {
            return Optional.empty();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot hash the server's certificate", e);
        }
    }

    private static Optional<String> hash(X509Certificate certificate) throws GeneralSecurityException, IOException {
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (signature.equals("RSASSA-PSS")) {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance(signature);
            parameters.init(certificate.getSigAlgParams());
            return Optional.of(atLeastSha256(
                    parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm()));
        }
        int with = signature.indexOf("WITH");
        return with < 0 ? Optional.empty() : Optional.of(atLeastSha256(signature.substring(0, with)));
    }

    /** The name that MessageDigest knows, from one like SHA384 or SHA-384. */
    private static String atLeastSha256(String name) {
        return switch (name) {
            case "MD2", "MD5", "SHA1", "SHA-1" -> LEAST_HASH;
            case "SHA224", "SHA256", "SHA384", "SHA512", "SHA512/224", "SHA512/256" -> "SHA-" + name.substring(3);
            default -> name;
        };
    }
}
