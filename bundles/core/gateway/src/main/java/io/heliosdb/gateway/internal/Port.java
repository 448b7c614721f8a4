package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.GatewaySettings;
import io.heliosdb.gateway.ServiceCatalog;
import io.heliosdb.gateway.ServiceCatalog.Snapshot;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A port, as far as it matters to those who come through it.
 *
 * @param name in the ready file and in lists
 * @param protocol the one that it speaks; empty on the port that all share
 * @param services what a connection gets, by its number
 */
public record Port(String name, Optional<String> protocol, LongFunction<Snapshot> services) {
    private static final String TRIAL = "trial";

    /** The port that all protocols share. */
    public static Port shared(ServiceCatalog catalog) {
        return new Port(GatewaySettings.SHARED, Optional.empty(), catalog::snapshot);
    }

    /** A protocol's own port. */
    public static Port own(String protocol, ServiceCatalog catalog) {
        return new Port(protocol, Optional.of(protocol), catalog::snapshot);
    }

    /** A private port for versions that others do not get yet. */
    public static Port trial(String protocol, ServiceCatalog catalog, Collection<Long> preferred) {
        List<Long> ids = List.copyOf(preferred);
        return new Port(TRIAL, Optional.of(protocol), number -> catalog.snapshotWith(ids));
    }

    boolean isShared() {
        return protocol.isEmpty();
    }
}
