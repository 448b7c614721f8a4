package io.heliosdb.gateway.internal;

import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.Recognition;
import io.netty.handler.ssl.SslHandler;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Opens the one protocol of a protocol's own port. Nobody is asked and nothing is waited for, except the first byte where
 * the protocol can begin with TLS. A client that comes while the protocol is being replaced is held until it is back.
 */
public final class OwnPort extends FirstBytes {
    private final String protocolName;

    public OwnPort(Connection connection, String protocolName) {
        this(connection, protocolName, null);
    }

    private OwnPort(Connection connection, String protocolName, SslHandler tls) {
        super(connection, tls);
        this.protocolName = protocolName;
    }

    @Override
    FirstBytes inside(SslHandler newTls) {
        return new OwnPort(connection, protocolName, newTls);
    }

    @Override
    Collection<String> alpnOffered() {
        return protocol().map(Protocol::alpn).orElse(Set.of());
    }

    @Override
    void listening() {
        protocol().filter(found -> !encrypted() && !canBeginWithTls(found)).ifPresent(this::open);
    }

    @Override
    void agreed(String applicationProtocol) {
        protocol().ifPresent(this::open);
    }

    @Override
    void decide() {
        protocol().ifPresent(found -> {
            if (encrypted()) {
                // The client agreed on no application protocol: whether that will do is for the protocol to say.
                askWithoutAgreement(found);
            } else if (canBeginWithTls(found)) {
                decideOnTls(found);
            } else {
                open(found);
            }
        });
    }

    private void decideOnTls(Protocol found) {
        switch (clientHello()) {
            case MATCH -> startTls();
            case MORE -> {}
            case NO -> open(found);
        }
    }

    private void askWithoutAgreement(Protocol found) {
        Recognition answer = ask(found);
        if (answer == Recognition.MATCH) {
            open(found);
        } else if (answer == Recognition.NO) {
            giveUp(protocolName + " does not take these first bytes inside TLS");
        }
    }

    private boolean canBeginWithTls(Protocol found) {
        return !found.alpn().isEmpty() && !found.serverSpeaksFirst() && connection.tlsAvailable();
    }

    private Optional<Protocol> protocol() {
        return Optional.ofNullable(services().protocols().get(protocolName));
    }
}
