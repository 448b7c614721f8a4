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

/** SCRAM-SHA-256 (RFC 7677) without channel channel.binding(), as PostgreSQL speaks it. */
@Component(service = AuthMechanism.class)
@ProvidesAuthMechanism(name = "SCRAM-SHA-256", version = "1.0.0")
public final class ScramSha256 implements AuthMechanism {
    @Override
    public String name() {
        return ScramMechanism.SCRAM_SHA_256.registeredName();
    }

    @Override
    public String verifierKind() {
        return ScramPassword.VERIFIER_KIND;
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
        return ScramExchange.unbound(login, channel.binding().isPresent());
    }
}
