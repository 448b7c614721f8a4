package io.heliosdb.pg.protocol.internal;

import io.heliosdb.pg.wire.message.Authentication;
import io.heliosdb.pg.wire.message.SaslInitialResponse;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.ChannelBinding;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Exchange.Step;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.Client;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** One client's SASL authentication (manual, "SASL Authentication"). */
final class SaslLogin {
    private static final List<String> PREFERRED = List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256");

    private final Login login;
    private final Optional<ChannelBinding> binding;
    private final boolean encrypted;
    private final List<AuthMechanism> offered;
    private Exchange exchange;

    /** @throws HeliosException 28000 where no mechanism is deployed */
    SaslLogin(Client client, Login login) {
        this.login = login;
        encrypted = client.encrypted();
        Optional<ChannelBinding> channel = client.serverCertificate().flatMap(ChannelBinding::tlsServerEndPoint);
        offered = PREFERRED.stream()
                .flatMap(name -> client.authMechanism(name).stream())
                .filter(mechanism -> channel.isPresent() || !mechanism.needsChannelBinding())
                .toList();
        binding = offered.stream().anyMatch(AuthMechanism::needsChannelBinding) ? channel : Optional.empty();
        if (offered.isEmpty()) {
            throw new HeliosException(
                    SqlState.INVALID_AUTHORIZATION, "no authentication mechanism is available for this connection");
        }
    }

    /** What the server says first. */
    Authentication.Sasl offer() {
        return new Authentication.Sasl(offered.stream().map(AuthMechanism::name).toList());
    }

    Login login() {
        return login;
    }

    /**
     * Takes a SASLInitialResponse, then SASLResponses.
     *
     * @throws HeliosException 08P01 for a broken message or a mechanism that was not offered
     */
    CompletionStage<Step> next(ByteBuf body) {
        if (exchange != null) {
            return exchange.next(ByteBufUtil.getBytes(body));
        }
        SaslInitialResponse initial = SaslInitialResponse.decode(body);
        exchange = chosen(initial.mechanism()).begin(login, new LoginChannel(binding, encrypted));
        return exchange.next(initial.data());
    }

    private AuthMechanism chosen(String name) {
        Stream<AuthMechanism> matching =
                offered.stream().filter(mechanism -> mechanism.name().equals(name));
        return matching.findFirst()
                .orElseThrow(() -> new HeliosException(
                        SqlState.PROTOCOL_VIOLATION, "client selected an invalid SASL authentication mechanism"));
    }
}
