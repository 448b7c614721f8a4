package io.heliosdb.gateway.internal.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the server proves itself with.
 *
 * @param chain its own certificate first, then those that vouch for it
 * @param key of its own certificate
 */
record Credentials(List<X509Certificate> chain, PrivateKey key) {
    Credentials {
        chain = List.copyOf(chain);
    }

    /** Names the certificate only. */
    @Override
    public String toString() {
        return chain.get(0).getSubjectX500Principal().getName();
    }
}
