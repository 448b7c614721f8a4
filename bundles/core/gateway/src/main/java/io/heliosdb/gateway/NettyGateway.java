package io.heliosdb.gateway;

import io.heliosdb.gateway.internal.Connection;
import io.heliosdb.gateway.internal.GatewayContext;
import io.heliosdb.gateway.internal.Listeners;
import io.heliosdb.gateway.internal.LoopWatch;
import io.heliosdb.gateway.internal.Loops;
import io.heliosdb.gateway.internal.Operations;
import io.heliosdb.gateway.internal.Transport;
import io.heliosdb.gateway.internal.tls.Certificates;
import io.heliosdb.gateway.internal.trace.Traces;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.operation.PacketTraces;
import io.heliosdb.spi.protocol.Gateway;
import io.heliosdb.spi.protocol.Protocol;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway on Netty: native epoll where there is one, the JDK's selectors elsewhere. Opens once and closes once. */
public final class NettyGateway implements Gateway {
    private static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.gateway");

    /** How long clients may take to read that the server stops, after the grace. */
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private static final Duration CERTIFICATE_LOOK = Duration.ofSeconds(2);

    private final ServiceCatalog catalog;
    private final GatewayContext context;
    private final Transport transport;
    private final Certificates certificates;
    private final Operations operations;
    private volatile Loops loops;
    private volatile Listeners listeners;

    /** The ports of protocols that came later; the acceptor's own. */
    private CompletableFuture<Void> opening = CompletableFuture.completedFuture(null);

    private volatile boolean open;
    private CompletableFuture<Void> closing;

    /** @param catalog what is deployed, now and later */
    public NettyGateway(GatewaySettings settings, ServiceCatalog catalog) {
        this(settings, catalog, Transport.best(), CERTIFICATE_LOOK);
    }

    NettyGateway(GatewaySettings settings, ServiceCatalog catalog, Transport transport, Duration certificateLook) {
        this.catalog = catalog;
        this.transport = transport;
        this.certificates = new Certificates(certificateLook);
        this.operations = new Operations(catalog);
        Traces traces = new Traces(settings.home().resolve("traces"), "HeliosDB", this::tracesChanged);
        this.context = new GatewayContext(settings, catalog, certificates::current, this::placeFreed, traces);
    }

    /** Limits and timeouts hold at once, ports, bind address and event loops when the next gateway opens. */
    public void configure(GatewaySettings settings) {
        GatewaySettings before = context.settings();
        if (open && (!settings.ports().equals(before.ports()) || settings.eventLoops() != before.eventLoops())) {
            LOGGER.warn("ports, bind address and event loops take effect at the next start");
        }
        context.configure(settings);
        certificates.configure(settings);
        placeFreed();
    }

    @Override
    public synchronized CompletionStage<Map<String, Integer>> open() {
        if (loops != null || closing != null) {
            return CompletableFuture.failedFuture(
                    new HeliosException(SqlState.CANNOT_CONNECT_NOW, "the gateway was opened before"));
        }
        loops = new Loops(transport, context.settings().eventLoops());
        listeners = new Listeners(transport, loops, context);
        CompletableFuture<Map<String, Integer>> ports = new CompletableFuture<>();
        certificates
                .start(context.settings())
                .thenCompose(loaded -> openFirstPorts())
                .thenRun(this::opened)
                .whenComplete((opened, failure) -> {
                    if (failure == null) {
                        ports.complete(ports());
                    } else {
                        abandon()
                                .thenCompose(closed -> loops.shutDown())
                                .whenComplete((done, ignored) -> ports.completeExceptionally(cause(failure)));
                    }
                });
        return ports;
    }

    private synchronized void opened() {
        if (closing != null) {
            throw new HeliosException(SqlState.CANNOT_CONNECT_NOW, "the gateway was closed while it opened");
        }
        open = true;
        operations.opened(loops, listeners);
        catalog.onProtocolsChanged(this::protocolsChanged);
        catalog.onDialectsChanged(() -> loops.watches().forEach(watch -> watch.each(Connection::dialectsChanged)));
        // For those that came meanwhile.
        protocolsChanged();
        LOGGER.info(
                "listening on {}: {} ({}, {} event loops)",
                context.settings().ports().bind(),
                ports(),
                transport.name(),
                context.settings().eventLoops());
    }

    /** What an operator sees and does. */
    public Operations operations() {
        return operations;
    }

    @Override
    public Map<String, Integer> ports() {
        return listeners == null ? Map.of() : listeners.ports();
    }

    /** What passes through this gateway. */
    public PacketTraces traces() {
        return context.traces();
    }

    @Override
    public CompletionStage<Map<String, Integer>> openPorts() {
        if (!open) {
            return CompletableFuture.completedFuture(ports());
        }
        // Behind the changes of the catalog that are being followed there.
        return CompletableFuture.supplyAsync(() -> opening, loops.acceptor())
                .thenCompose(opened -> opened)
                .thenApply(opened -> ports());
    }

    @Override
    public synchronized CompletionStage<Void> close(Duration grace) {
        if (closing != null) {
            return closing;
        }
        catalog.onProtocolsChanged(() -> {});
        catalog.onDialectsChanged(() -> {});
        open = false;
        operations.closed();
        certificates.close();
        closing = (loops == null ? CompletableFuture.<Void>completedFuture(null) : closeOpen(grace))
                .thenCompose(closed -> context.traces().close());
        return closing;
    }

    /**
     * Closes without grace, unless it is closed, and ends the event loops. Apart from {@link #close}, because the engine
     * says goodbye to its own peers on these loops after the last client has gone.
     */
    public CompletionStage<Void> shutDown() {
        return close(Duration.ZERO)
                .thenCompose(closed -> loops == null ? CompletableFuture.completedFuture(null) : loops.shutDown());
    }

    private CompletableFuture<Void> closeOpen(Duration grace) {
        LOGGER.info("closing; sessions that are busy have {} ms", grace.toMillis());
        return listeners.closeAll().thenCompose(closed -> {
            afterwards(grace, Connection::endAnyway);
            afterwards(grace.plus(FAREWELL), Connection::closeNow);
            return CompletableFuture.allOf(
                    loops.watches().stream().map(LoopWatch::drain).toArray(CompletableFuture[]::new));
        });
    }

    private void afterwards(Duration delay, Consumer<Connection> action) {
        loops.acceptor()
                .schedule(
                        () -> loops.watches().forEach(watch -> watch.each(action)),
                        delay.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<Void> openFirstPorts() {
        GatewaySettings.Ports ports = context.settings().ports();
        CompletableFuture<Void> opened = CompletableFuture.completedFuture(null);
        OptionalInt shared = ports.sharedPort();
        if (shared.isPresent()) {
            opened = opened.thenCompose(
                    before -> listeners.open(GatewaySettings.SHARED, ports.bind(), shared.getAsInt()));
        }
        for (Protocol protocol : catalog.snapshot().protocols().values()) {
            opened = opened.thenCompose(before -> openOwnPort(protocol));
        }
        return opened;
    }

    private CompletableFuture<Void> openOwnPort(Protocol protocol) {
        GatewaySettings.Ports ports = context.settings().ports();
        OptionalInt port = ports.ownPort(protocol.name(), protocol.defaultPort());
        return port.isPresent()
                ? listeners.open(protocol.name(), ports.ownBind(protocol), port.getAsInt())
                : CompletableFuture.completedFuture(null);
    }

    /** What was opened is closed again. */
    private synchronized CompletableFuture<Void> abandon() {
        if (closing == null) {
            certificates.close();
            closing = listeners.closeAll();
        }
        return closing;
    }

    private void protocolsChanged() {
        if (!open) {
            return;
        }
        loops.acceptor().execute(this::followProtocols);
        loops.watches().forEach(watch -> watch.each(Connection::retry));
    }

    private void followProtocols() {
        Map<String, Protocol> protocols = catalog.snapshot().protocols();
        for (Protocol protocol : protocols.values()) {
            if (!listeners.names().contains(protocol.name())) {
                CompletableFuture<Void> opened = openOwnPort(protocol).handle((done, failure) -> {
                    if (failure != null) {
                        LOGGER.error("{}", cause(failure).getMessage());
                    } else if (listeners.ports().containsKey(protocol.name())) {
                        LOGGER.info(
                                "{} came: listening on port {}",
                                protocol.name(),
                                listeners.ports().get(protocol.name()));
                    }
                    return null;
                });
                opening = CompletableFuture.allOf(opening, opened);
            }
        }
        Duration hold = context.settings().detection().hold();
        for (String name : listeners.names()) {
            if (!name.equals(GatewaySettings.SHARED) && !protocols.containsKey(name)) {
                loops.acceptor().schedule(() -> closeIfGone(name), hold.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void closeIfGone(String name) {
        if (!catalog.snapshot().protocols().containsKey(name)) {
            LOGGER.info("{} is gone: its port is closed", name);
            listeners.close(name);
        }
    }

    private void tracesChanged() {
        Loops current = loops;
        if (current != null) {
            current.watches().forEach(watch -> watch.each(Connection::followTraces));
        }
    }

    private void placeFreed() {
        Listeners current = listeners;
        if (current != null) {
            current.updateAccepting();
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
