package io.heliosdb.gateway;

import io.heliosdb.gateway.internal.Versions;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.protocol.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is deployed at this moment: protocols, auth mechanisms and dialects, each in any number of versions, the user
 * store and the engine. Changes come from any thread; readers take a snapshot that does not change.
 */
public final class ServiceCatalog {
    private static final Pattern PROTOCOL_NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    /**
     * The newest version of everything, as of one moment.
     *
     * @param protocols by name, in the order of their names
     * @param mechanisms by name
     * @param dialects by name
     */
    public record Snapshot(
            Map<String, Protocol> protocols,
            Map<String, AuthMechanism> mechanisms,
            Map<String, Dialect> dialects,
            Optional<Identity> identity,
            Optional<Engine> engine) {

        /** The protocol whose server speaks first, if one is deployed; the first by name if several are. */
        public Optional<Protocol> speaksFirst() {
            return protocols.values().stream()
                    .filter(Protocol::serverSpeaksFirst)
                    .findFirst();
        }
    }

    private final Versions<Protocol> protocols = new Versions<>();
    private final Versions<AuthMechanism> mechanisms = new Versions<>();
    private final Versions<Dialect> dialects = new Versions<>();
    private final List<Identity> identities = new ArrayList<>();
    private final List<Engine> engines = new ArrayList<>();
    private final Map<String, Long> goneAt = new HashMap<>();

    private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of(), Map.of(), Optional.empty(), Optional.empty());
    private volatile Runnable protocolsChanged = () -> {};

    /**
     * @param version dotted numbers and a qualifier; connections that open from now on use the highest
     * @param ranking decides between equal versions; the higher wins, then the earlier
     * @throws IllegalArgumentException for a protocol whose name cannot be a key of the configuration
     */
    public void addProtocol(Protocol protocol, String version, int ranking) {
        String name = protocol.name();
        if (!PROTOCOL_NAME.matcher(name).matches() || name.equals(GatewaySettings.SHARED)) {
            throw new IllegalArgumentException("protocol name: \"" + name + "\" (expected: " + PROTOCOL_NAME
                    + ", not \"" + GatewaySettings.SHARED + "\")");
        }
        synchronized (this) {
            protocols.add(name, protocol, version, ranking);
            goneAt.remove(name);
            refresh();
        }
        protocolsChanged.run();
    }

    /** Connections that use it keep it; new ones take the next version. */
    public void removeProtocol(Protocol protocol) {
        synchronized (this) {
            protocols.remove(protocol);
            Collection<String> before = snapshot.protocols().keySet();
            refresh();
            before.stream()
                    .filter(name -> !snapshot.protocols().containsKey(name))
                    .forEach(name -> goneAt.put(name, System.nanoTime()));
        }
        protocolsChanged.run();
    }

    /** @see #addProtocol */
    public synchronized void addMechanism(AuthMechanism mechanism, String version, int ranking) {
        mechanisms.add(mechanism.name(), mechanism, version, ranking);
        refresh();
    }

    public synchronized void removeMechanism(AuthMechanism mechanism) {
        mechanisms.remove(mechanism);
        refresh();
    }

    /** @see #addProtocol */
    public synchronized void addDialect(Dialect dialect, String version, int ranking) {
        dialects.add(dialect.name(), dialect, version, ranking);
        refresh();
    }

    public synchronized void removeDialect(Dialect dialect) {
        dialects.remove(dialect);
        refresh();
    }

    /** The latest that was added serves. */
    public synchronized void addIdentity(Identity identity) {
        identities.add(identity);
        refresh();
    }

    public synchronized void removeIdentity(Identity identity) {
        identities.remove(identity);
        refresh();
    }

    /** The latest that was added serves. */
    public synchronized void addEngine(Engine engine) {
        engines.add(engine);
        refresh();
    }

    public synchronized void removeEngine(Engine engine) {
        engines.remove(engine);
        refresh();
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** Whether a protocol lost its last version less than so long ago: it may be in the middle of an update. */
    public synchronized boolean expectsReturn(Duration within) {
        long now = System.nanoTime();
        goneAt.values().removeIf(gone -> now - gone > within.toNanos());
        return !goneAt.isEmpty();
    }

    /** Called, on the thread of the change, after protocols came or went. */
    public void onProtocolsChanged(Runnable listener) {
        protocolsChanged = listener;
    }

    private void refresh() {
        snapshot = new Snapshot(
                protocols.newest(), mechanisms.newest(), dialects.newest(), latest(identities), latest(engines));
    }

    private static <T> Optional<T> latest(List<T> services) {
        return services.isEmpty() ? Optional.empty() : Optional.of(services.get(services.size() - 1));
    }
}
