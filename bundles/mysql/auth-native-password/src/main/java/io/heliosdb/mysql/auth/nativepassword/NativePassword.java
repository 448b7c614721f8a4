package io.heliosdb.mysql.auth.nativepassword;

import io.heliosdb.mysql.auth.nativepassword.internal.NativeExchange;
import io.heliosdb.mysql.auth.nativepassword.internal.NativeVerifier;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.auth.ProvidesAuthMechanism;
import org.osgi.service.component.annotations.Component;

/**
 * mysql_native_password ("Native Pluggable Authentication"), for clients that are too old for caching_sha2_password, and
 * for them only. It is weak: what is stored is SHA-1 of SHA-1 of the password, without a salt and quickly made, so whoever
 * reads the user store can guess weak passwords by the billion; and who has it and listens to one login can log in. MySQL 8.4
 * turns it off by default, MySQL 9 has it no more. A server without this bundle neither offers it nor derives its verifier.
 */
@Component(service = AuthMechanism.class)
@ProvidesAuthMechanism(name = NativePassword.NAME, version = "1.0.0")
public final class NativePassword implements AuthMechanism {
    public static final String NAME = "mysql_native_password";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String verifierKind() {
        return NativeVerifier.KIND;
    }

    /** Of the password in UTF-8, as MySQL of one that it is told over a utf8mb4 connection. */
    @Override
    public String derive(char[] password) {
        return NativeVerifier.derive(password).stored();
    }

    @Override
    public boolean verify(String verifier, char[] password) {
        return NativeVerifier.isOf(verifier, password);
    }

    /** @param channel with a challenge of 20 octets */
    @Override
    public Exchange begin(Login login, LoginChannel channel) {
        return new NativeExchange(login, channel.challenge());
    }
}
