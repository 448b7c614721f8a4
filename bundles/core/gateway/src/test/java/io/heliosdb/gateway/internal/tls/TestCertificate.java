package io.heliosdb.gateway.internal.tls;

import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate that vouches for itself and says nothing more. */
final class TestCertificate {
    private TestCertificate() {}

    static X509CertificateHolder of(KeyPair pair, String algorithm) {
        return of(pair, algorithm, Instant.now().plus(Duration.ofDays(1)));
    }

    static X509CertificateHolder of(KeyPair pair, String algorithm, Instant end) {
        X500Name name = new X500Name("CN=test");
        try {
            return new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.ONE,
                            Date.from(end.minus(Duration.ofDays(2))),
                            Date.from(end),
                            name,
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()));
        } catch (OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
