package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.GatewaySettings;
import io.heliosdb.gateway.ServiceCatalog;
import io.heliosdb.gateway.internal.tls.ServerTls;
import io.heliosdb.gateway.internal.trace.Traces;
import io.heliosdb.spi.protocol.ClientLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** What the connections of one gateway have in common. Safe for threads. */
public final class GatewayContext {
    private static final int REMEMBERED_ADDRESSES = 4096;
    private static final Duration ADDRESS_EXPIRY = Duration.ofHours(1);

    private final ServiceCatalog catalog;
    private final Supplier<Optional<ServerTls>> tls;
    private final WaitingRoom waitingRoom;
    private final ConnectionCount count = new ConnectionCount();
    private final AddressMemory addresses = new AddressMemory(REMEMBERED_ADDRESSES, ADDRESS_EXPIRY);
    private final ThrottledLog limitWarnings =
            new ThrottledLog(LoggerFactory.getLogger("io.heliosdb.gateway.limits"), GatewayContext::now);
    private final Traces traces;
    private final AtomicLong lastId = new AtomicLong();

    private volatile GatewaySettings settings;
    private volatile ClientLimits clientLimits;

    /**
     * @param tls the certificate of now, or none while the server speaks no TLS
     * @param placeFreed told when the waiting room is full no more
     * @param traces of packets
     */
    public GatewayContext(
            GatewaySettings settings,
            ServiceCatalog catalog,
            Supplier<Optional<ServerTls>> tls,
            Runnable placeFreed,
            Traces traces) {
        this.traces = traces;
        this.catalog = catalog;
        this.tls = tls;
        this.settings = settings;
        this.clientLimits = settings.clientLimits();
        this.waitingRoom = new WaitingRoom(() -> this.settings.waitingRoom().size(), placeFreed);
    }

    /** Milliseconds of a clock that only goes forward. */
    public static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    public void configure(GatewaySettings newSettings) {
        settings = newSettings;
        clientLimits = newSettings.clientLimits();
    }

    public GatewaySettings settings() {
        return settings;
    }

    public WaitingRoom waitingRoom() {
        return waitingRoom;
    }

    /** Warns when a limit is reached, not more often than a log can bear. */
    public ThrottledLog limitWarnings() {
        return limitWarnings;
    }

    /** Everybody who is told what happens. */
    Telemetries telemetries() {
        return catalog.telemetries();
    }

    public Traces traces() {
        return traces;
    }

    ServiceCatalog catalog() {
        return catalog;
    }

    ClientLimits clientLimits() {
        return clientLimits;
    }

    Optional<ServerTls> tls() {
        return tls.get();
    }

    ConnectionCount count() {
        return count;
    }

    AddressMemory addresses() {
        return addresses;
    }

    long nextId() {
        return lastId.incrementAndGet();
    }
}
