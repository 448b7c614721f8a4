package io.heliosdb.spi.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates made by {@code openssl req -x509}; what is expected is {@code openssl dgst} of their DER form. */
class ChannelBindingTest {
    @ParameterizedTest
    @CsvSource({
        "rsa-md5, 84efa2bd15f7d642a182bd7f1de473dd416fe326ee2d24f358f20f2f99774d15",
        "ecdsa-sha1, b109290bd74b4f6b5c294cfcc550ac9c783f77e4f7ecced890ab426429d26efb",
        "ecdsa-sha224, 1f7add3f496e30630ca2d26727d644da1311a70eeaafad84d2f06f65",
        "ecdsa-sha256, 1f253c1a18a25de35cbef2772440f4f3658431651c14358140f81e785d3d9204",
        "ecdsa-sha3, 4b87a361e16b48a7ed34b719c0cffe7e0682aa0439336d805fe28beb1a6408bd",
        "ecdsa-sha384, 52ca0d3c94854f83224a12650e0515ecf18c313b4fed67baf85a8c7c56ee5e0c"
                + "2d78bb05e8ac1b6216b1a0dceaf4691d",
        "ecdsa-sha512, a0c98bda983c499d3835c5289f89dbcef787603da5f296486bb9dcb3811d238d"
                + "3fd092f2f3a9f4bee002a5c77f235ed21def7f308da9a4ac19fc34bcc26e39c1",
        "rsa-pss-sha512, 64f0ca5f46e0e03bda8d58f270c12f472d233578d114841143b439a653c20d94"
                + "27c2955d6ea79cee291c5017a521787dfe0c74d7a101feb456894c53af4b077d",
    })
    void isTheHashThatTheSignatureUses(String name, String expected) throws Exception {
        ChannelBinding binding =
                ChannelBinding.tlsServerEndPoint(certificate(name)).orElseThrow();
        assertThat(binding.type()).isEqualTo("tls-server-end-point");
        assertThat(HexFormat.of().formatHex(binding.data())).isEqualTo(expected);
    }

    @Test
    void isNotThereWhereTheSignatureHasNoHash() throws Exception {
        assertThat(ChannelBinding.tlsServerEndPoint(certificate("ed25519"))).isEmpty();
    }

    private static X509Certificate certificate(String name) throws Exception {
        try (InputStream pem = ChannelBindingTest.class.getResourceAsStream(name + ".pem")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
