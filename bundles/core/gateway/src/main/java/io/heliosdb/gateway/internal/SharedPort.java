package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.GatewaySettings.Detection;
import io.heliosdb.gateway.ServiceCatalog;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.Recognition;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.Collection;

/**
 * Finds the protocol of a connection on the shared port: TLS first, then the application protocol that TLS agreed on, then
 * the first bytes, of which every protocol is asked, and if the client says nothing, the protocol whose server speaks
 * first.
 */
public final class SharedPort extends FirstBytes {
    public SharedPort(Connection connection) {
        this(connection, null);
    }

    private SharedPort(Connection connection, SslHandler tls) {
        super(connection, tls);
    }

    @Override
    FirstBytes inside(SslHandler newTls) {
        return new SharedPort(connection, newTls);
    }

    @Override
    Collection<String> alpnOffered() {
        return services().protocols().values().stream()
                .flatMap(protocol -> protocol.alpn().stream())
                .toList();
    }

    @Override
    void listening() {
        if (services().speaksFirst().isPresent() && !waitsInSilence()) {
            waitInSilence(patience(), this::greet);
        }
    }

    @Override
    void agreed(String applicationProtocol) {
        ServiceCatalog.Snapshot asked = services();
        asked.protocols().values().stream()
                .filter(candidate -> candidate.alpn().contains(applicationProtocol))
                .findFirst()
                .ifPresentOrElse(
                        this::open,
                        () -> waitForReturn(
                                asked,
                                () -> agreed(applicationProtocol),
                                "nobody speaks " + applicationProtocol + " any more"));
    }

    @Override
    void decide() {
        switch (clientHello()) {
            case MATCH -> startTls();
            case MORE -> {}
            case NO -> askAll();
        }
    }

    private void askAll() {
        ServiceCatalog.Snapshot asked = services();
        boolean more = false;
        for (Protocol protocol : asked.protocols().values()) {
            Recognition answer = ask(protocol);
            if (answer == Recognition.MATCH) {
                open(protocol);
                return;
            }
            more |= answer == Recognition.MORE;
        }
        if (!more) {
            waitForReturn(asked, this::askAll, "its first bytes are of no protocol");
        }
    }

    /** A protocol that is being replaced may be the one: then the client is held until it is back. */
    private void waitForReturn(ServiceCatalog.Snapshot asked, Runnable askAgain, String why) {
        Detection detection = connection.context().settings().detection();
        if (connection.context().catalog().expectsReturn(detection.hold())) {
            LOGGER.debug("client {}: held: {}", connection.id(), why);
        } else if (!services().equals(asked)) {
            // It came back between the two questions.
            askAgain.run();
        } else {
            giveUp(why);
        }
    }

    private void greet() {
        services().speaksFirst().ifPresent(this::open);
    }

    private Duration patience() {
        Detection detection = connection.context().settings().detection();
        boolean known = connection
                .context()
                .addresses()
                .only(connection.address(), GatewayContext.now())
                .map(services().protocols()::get)
                .filter(Protocol::serverSpeaksFirst)
                .isPresent();
        return known ? detection.knownSilence() : detection.silence();
    }
}
