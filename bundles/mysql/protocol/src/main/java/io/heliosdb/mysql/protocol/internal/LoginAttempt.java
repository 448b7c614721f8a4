package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.internal.message.AuthSwitchRequest;
import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.mysql.protocol.internal.message.HandshakeResponse41;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.protocol.Client;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One client's authentication (manual, "Authentication Phase"). */
final class LoginAttempt {
    private static final String NATIVE = "mysql_native_password";
    private static final String CACHING_SHA2 = "caching_sha2_password";

    /** In the order in which they are chosen. No other method is ever asked for, least of all one in clear text. */
    private static final List<String> PREFERRED = List.of(CACHING_SHA2, NATIVE);

    private final Client client;
    private final HandshakeResponse41 request;
    private final Login login;
    private final AuthMechanism mechanism;
    private final boolean switched;
    private final byte[] challenge;
    private Exchange exchange;

    /**
     * @param shown the challenge of the greeting
     * @param fresh a challenge for the case that another method must be asked for
     * @throws io.heliosdb.spi.error.HeliosException 1251 where client and server have no method in common
     */
    LoginAttempt(Client client, HandshakeResponse41 request, byte[] shown, byte[] fresh) {
        this.client = client;
        this.request = request;
        login = client.identity().login(request.user());
        boolean plugins = Capability.has(request.capabilities(), Capability.PLUGIN_AUTH);
        String asked = plugins ? request.plugin() : NATIVE;
        mechanism = choose(client, login, asked);
        switched = !mechanism.name().equals(asked);
        if (switched && !plugins) {
            throw MysqlError.UNSUPPORTED_AUTHENTICATION.exception();
        }
        challenge = switched ? fresh : shown;
    }

    /** The method that a greeting names. */
    static String preferred(Client client) {
        return PREFERRED.stream()
                .filter(name -> client.authMechanism(name).isPresent())
                .findFirst()
                .orElse(CACHING_SHA2);
    }

    /**
     * What the client asks for, if it is there and the user has a verifier for it; a user without any is treated as one
     * that has all, so that nobody learns which users exist.
     */
    private static AuthMechanism choose(Client client, Login login, String asked) {
        List<AuthMechanism> deployed = PREFERRED.stream()
                .flatMap(name -> client.authMechanism(name).stream())
                .toList();
        if (deployed.isEmpty()) {
            throw MysqlError.UNSUPPORTED_AUTHENTICATION.exception();
        }
        AuthMechanism chosen = deployed.stream()
                .filter(candidate -> candidate.name().equals(asked))
                .findFirst()
                .orElse(deployed.get(0));
        if (login.verifier(chosen.verifierKind()).isPresent()) {
            return chosen;
        }
        return deployed.stream()
                .filter(candidate -> login.verifier(candidate.verifierKind()).isPresent())
                .findFirst()
                .orElse(chosen);
    }

    HandshakeResponse41 request() {
        return request;
    }

    Login login() {
        return login;
    }

    /** What has to be asked before anything else; then the client's answer goes to {@link #next}. */
    Optional<AuthSwitchRequest> switchRequest() {
        return switched ? Optional.of(new AuthSwitchRequest(mechanism.name(), challenge)) : Optional.empty();
    }

    /** Takes the client's answer to the challenge, then those to what the method says. */
    CompletionStage<Exchange.Step> next(byte[] answer) {
        if (exchange == null) {
            exchange = mechanism.begin(login, new LoginChannel(Optional.empty(), client.encrypted(), challenge));
        }
        return exchange.next(answer);
    }
}
