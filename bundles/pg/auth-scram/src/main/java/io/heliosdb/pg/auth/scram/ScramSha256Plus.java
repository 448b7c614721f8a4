package io.heliosdb.pg.auth.scram;

import io.heliosdb.pg.auth.scram.internal.ScramExchange;
import io.heliosdb.pg.auth.scram.internal.ScramPassword;
import io.heliosdb.pg.wire.scram.ScramMechanism;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.auth.ProvidesAuthMechanism;
import org.osgi.service.component.annotations.Component;

/** SCRAM-SHA-256-PLUS (RFC 7677): the exchange is bound to the TLS channel, so that nobody in between can relay it. */
@Component(service = AuthMechanism.class)
@ProvidesAuthMechanism(name = "SCRAM-SHA-256-PLUS", version = "1.0.0")
public final class ScramSha256Plus implements AuthMechanism {
    @Override
    public String name() {
        return ScramMechanism.SCRAM_SHA_256_PLUS.registeredName();
    }

    @Override
    public String verifierKind() {
        return ScramPassword.VERIFIER_KIND;
    }

    @Override
    public boolean needsChannelBinding() {
        return true;
    }

    @Override
    public String derive(char[] password) {
        return ScramPassword.derive(password);
    }

    @Override
    public boolean verify(String verifier, char[] password) {
        return ScramPassword.verify(verifier, password);
    }

    @Override
    public Exchange begin(Login login, LoginChannel channel) {
        return ScramExchange.bound(
                login,
                channel.binding().orElseThrow(() -> new IllegalArgumentException(name() + " needs a channel binding")));
    }
}
