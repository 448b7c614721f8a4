package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.EngineAddress;
import io.heliosdb.pg.engine.SslMode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.File;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;

/** TLS to the engine as {@code sslmode} asks for it. */
final class TlsPolicy {
    private static final String ALPN = "postgresql";
    private static final String VERIFY_HOST = "HTTPS";
    private static final String VERIFY_NO_HOST = null;

    private final EngineAddress address;
    private SslContext context;

    TlsPolicy(EngineAddress address) {
        this.address = address;
    }

    /** Whether TLS is asked for at first. */
    boolean wanted() {
        return address.sslMode() != SslMode.DISABLE;
    }

    /** Whether a connection without TLS is refused. */
    boolean required() {
        return address.sslMode().compareTo(SslMode.REQUIRE) >= 0;
    }

    /** @throws HeliosException 08004 where the root certificate cannot be read */
    SslHandler handler(ByteBufAllocator allocator) {
        return context()
                .newHandler(
                        allocator, address.endpoint().host(), address.endpoint().port());
    }

    private synchronized SslContext context() {
        if (context == null) {
            try {
                context = build();
            } catch (SSLException | GeneralSecurityException | IllegalArgumentException e) {
                throw new HeliosException(
                        SqlState.CONNECTION_REJECTED,
                        "root certificate " + address.rootCertificate().orElse("") + " cannot be used: "
                                + e.getMessage());
            }
        }
        return context;
    }

    private SslContext build() throws SSLException, GeneralSecurityException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm(
                        address.sslMode() == SslMode.VERIFY_FULL ? VERIFY_HOST : VERIFY_NO_HOST)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ALPN));
        if (address.sslMode().compareTo(SslMode.VERIFY_CA) < 0) {
            return builder.trustManager(InsecureTrustManagerFactory.INSTANCE).build();
        }
        String root = address.rootCertificate().orElseThrow();
        return root.equals(EngineAddress.SYSTEM_ROOT)
                ? builder.build()
                : builder.trustManager(new File(root)).build();
    }
}
