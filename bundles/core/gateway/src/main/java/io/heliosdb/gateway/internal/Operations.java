package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.ServiceCatalog;
import io.heliosdb.gateway.internal.catalog.Deployed;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.operation.ConnectionState;
import io.heliosdb.spi.operation.Connections;
import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.operation.DeploymentState;
import io.heliosdb.spi.operation.Deployments;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What an operator sees and does at an open gateway. Safe for threads. */
public final class Operations implements Deployments, Connections {
    private final ServiceCatalog catalog;
    private volatile Optional<Running> running = Optional.empty();

    /** The ports and threads of a gateway that is open. */
    private record Running(Loops loops, Listeners listeners) {}

    public Operations(ServiceCatalog catalog) {
        this.catalog = catalog;
    }

    /** The gateway is open. */
    public void opened(Loops loops, Listeners listeners) {
        running = Optional.of(new Running(loops, listeners));
    }

    /** The gateway closes: nothing more is done at its connections. */
    public void closed() {
        running = Optional.empty();
    }

    @Override
    public List<Deployment> list() {
        return catalog.list();
    }

    @Override
    public void admit(long id, int share) {
        if (share < 1 || share > 100) {
            throw new IllegalArgumentException("share: " + share + " (expected: 1 to 100)");
        }
        catalog.admit(id, share);
    }

    @Override
    public void withhold(long id, DeploymentState state, String reason) {
        catalog.withhold(id, state, reason);
    }

    @Override
    public CompletionStage<Void> drain(long id, Duration deadline) {
        Optional<Deployed<?>> draining = catalog.find(id);
        CompletionStage<Void> drained = catalog.drain(id);
        draining.ifPresent(deployed -> unlessBefore(drained, deadline, () -> {
            if (deployed.drains()) {
                each(connection -> connection.endUser(deployed));
            }
        }));
        return drained;
    }

    /**
     * Ends the users of a version that is gone already: idle ones at once, busy ones when the grace is over.
     *
     * @return completes when it has none
     */
    public CompletionStage<Void> evict(Deployed<?> gone, Duration grace) {
        CompletionStage<Void> evicted = gone.drain();
        each(connection -> connection.endIfIdleUser(gone));
        unlessBefore(evicted, grace, () -> each(connection -> connection.endUser(gone)));
        return evicted;
    }

    @Override
    public CompletionStage<Trial> trial(String protocolName, Collection<Long> ids) {
        Port port = Port.trial(protocolName, catalog, ids);
        return running.map(open ->
                        open.listeners().openPrivate(port).<Trial>thenApply(channel -> new PrivatePort(port, channel)))
                .orElseGet(() -> CompletableFuture.failedFuture(notOpen()));
    }

    @Override
    public CompletionStage<List<ConnectionState>> connections() {
        List<CompletableFuture<List<ConnectionState>>> parts = new ArrayList<>();
        running.ifPresent(open -> open.loops().watches().forEach(watch -> parts.add(watch.gather(Connection::state))));
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenApply(done -> parts.stream()
                .flatMap(part -> part.join().stream())
                .sorted(Comparator.comparing(ConnectionState::id))
                .toList());
    }

    @Override
    public CompletionStage<Boolean> end(long id) {
        List<CompletableFuture<List<Boolean>>> parts = new ArrayList<>();
        running.ifPresent(open -> open.loops()
                .watches()
                .forEach(watch -> parts.add(watch.gather(connection -> {
                    boolean found = connection.id() == id;
                    if (found) {
                        connection.endAnyway();
                    }
                    return found;
                }))));
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(done -> parts.stream().anyMatch(part -> part.join().contains(true)));
    }

    private void each(Consumer<Connection> action) {
        running.ifPresent(open -> open.loops().watches().forEach(watch -> watch.each(action)));
    }

    /** The timer ends with the stage: it would keep what it is about, and with it a bundle's classes. */
    private void unlessBefore(CompletionStage<Void> stage, Duration deadline, Runnable action) {
        running.ifPresent(open -> {
            Future<?> timer = open.loops().acceptor().schedule(action, deadline.toMillis(), TimeUnit.MILLISECONDS);
            stage.whenComplete((done, failure) -> timer.cancel(false));
        });
    }

    private static HeliosException notOpen() {
        return new HeliosException(SqlState.CANNOT_CONNECT_NOW, "the gateway is not open");
    }

    private final class PrivatePort implements Trial {
        private final Port port;
        private final Channel channel;

        PrivatePort(Port port, Channel channel) {
            this.port = port;
            this.channel = channel;
        }

        @Override
        public int port() {
            return ((InetSocketAddress) channel.localAddress()).getPort();
        }

        @Override
        public void close() {
            channel.close();
            each(connection -> {
                if (connection.cameThrough(port)) {
                    connection.endAnyway();
                }
            });
        }
    }
}
