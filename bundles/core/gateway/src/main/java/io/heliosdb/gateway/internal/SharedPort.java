package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.GatewaySettings.Detection;
import io.heliosdb.gateway.ServiceCatalog;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.Recognition;
import io.netty.buffer.ByteBuf;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the protocol of a connection on the shared port: TLS first, then the application protocol that TLS agreed on, then
 * the first bytes, of which every protocol is asked, and if the client says nothing, the protocol whose server speaks
 * first.
 */
public final class SharedPort extends FirstBytes {
    private long listeningSince;

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
        return clients(services()).flatMap(protocol -> protocol.alpn().stream()).toList();
    }

    @Override
    void listening() {
        if (listeningSince == 0) {
            listeningSince = System.nanoTime();
        }
        if (services().speaksFirst().isPresent() && !waitsInSilence()) {
            waitInSilence(patience(), this::greet);
        }
    }

    @Override
    void agreed(String applicationProtocol) {
        ServiceCatalog.Snapshot asked = services();
        clients(asked)
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
        noteHesitation();
        switch (clientHello()) {
            case MATCH -> startTls();
            case MORE -> {}
            case NO -> askAll();
        }
    }

    private void askAll() {
        ServiceCatalog.Snapshot asked = services();
        boolean more = false;
        for (Protocol protocol : clients(asked).toList()) {
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

    /** The protocols that this port can be asked for. */
    private static Stream<Protocol> clients(ServiceCatalog.Snapshot services) {
        return services.protocols().values().stream().filter(protocol -> !protocol.administrative());
    }

    /** A protocol that is being replaced may be the one: then the client is held until it is back. */
    private void waitForReturn(ServiceCatalog.Snapshot asked, Runnable askAgain, String why) {
        if (connection.context().catalog().expectsReturn(detection().hold())) {
            LOGGER.debug("client {}: held: {}", connection.id(), why);
        } else if (!services().equals(asked)) {
            // It came back between the two questions.
            askAgain.run();
        } else {
            giveUp(why);
        }
    }

    /**
     * Whoever says something before it is greeted will do so next time. Half of the time for which a known address is
     * waited for leaves a margin: a client that takes longer makes the server wait for the whole time from now on.
     */
    private void noteHesitation() {
        if (encrypted() || listeningSince == 0) {
            return;
        }
        long waited = System.nanoTime() - listeningSince;
        listeningSince = 0;
        if (waited > detection().knownSilence().toNanos() / 2) {
            hesitated();
        }
    }

    private void hesitated() {
        connection.context().addresses().hesitated(connection.address(), GatewayContext.now());
    }

    private void greet() {
        services()
                .speaksFirst()
                .ifPresent(greeter -> open(greeter, new FirstWords(words -> checkGreeting(greeter, words))));
    }

    /** A client that was greeted, but would have spoken first, is lost: its next attempts shall not be. */
    private void checkGreeting(Protocol greeter, ByteBuf words) {
        Optional<String> meant = beginsWithTls(words)
                ? Optional.of("TLS")
                : clients(services())
                        .filter(candidate -> ask(candidate, words) == Recognition.MATCH)
                        .map(Protocol::name)
                        .findFirst();
        meant.filter(name -> !name.equals(greeter.name())).ifPresent(name -> {
            hesitated();
            LOGGER.info(
                    "client {} of {} was silent and greeted by {}, but speaks {}: raise detection-silence, or let it use"
                            + " its protocol's own port",
                    connection.id(),
                    connection.address(),
                    greeter.name(),
                    name);
        });
    }

    private Duration patience() {
        boolean known = connection
                .context()
                .addresses()
                .expected(connection.address(), GatewayContext.now())
                .map(services().protocols()::get)
                .filter(Protocol::serverSpeaksFirst)
                .isPresent();
        return known ? detection().knownSilence() : detection().silence();
    }

    private Detection detection() {
        return connection.context().settings().detection();
    }
}
