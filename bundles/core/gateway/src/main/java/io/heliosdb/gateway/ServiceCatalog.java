package io.heliosdb.gateway;

import io.heliosdb.gateway.internal.Telemetries;
import io.heliosdb.gateway.internal.catalog.Deployed;
import io.heliosdb.gateway.internal.catalog.Origin;
import io.heliosdb.gateway.internal.catalog.Versions;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.operation.DeploymentState;
import io.heliosdb.spi.operation.ServiceKind;
import io.heliosdb.spi.protocol.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * What is deployed at this moment: protocols, auth mechanisms and dialects, each in any number of versions, the user
 * store and the engine. Changes come from any thread; readers take a snapshot that does not change.
 */
public final class ServiceCatalog {
    private static final Pattern PROTOCOL_NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
    private static final int TICKETS = 100;

    /** Has no common factor with the number of tickets: neighbours get tickets that are far apart. */
    private static final int TICKET_STEP = 37;

    /**
     * The version of everything that a new user gets, as of one moment.
     *
     * @param protocols by name, in the order of their names
     * @param mechanisms by name
     * @param dialects by name
     * @param deployed where each of these services comes from, by the service itself
     */
    public record Snapshot(
            Map<String, Protocol> protocols,
            Map<String, AuthMechanism> mechanisms,
            Map<String, Dialect> dialects,
            Optional<Identity> identity,
            Optional<Engine> engine,
            IdentityHashMap<Object, Deployed<?>> deployed) {

        private static final Snapshot NOTHING =
                new Snapshot(Map.of(), Map.of(), Map.of(), Optional.empty(), Optional.empty(), new IdentityHashMap<>());

        /** The protocol whose server speaks first, if one is deployed; the first by name if several are. */
        public Optional<Protocol> speaksFirst() {
            return protocols.values().stream()
                    .filter(Protocol::serverSpeaksFirst)
                    .findFirst();
        }
    }

    private final Versions<Protocol> protocols = new Versions<>(ServiceKind.PROTOCOL);
    private final Versions<AuthMechanism> mechanisms = new Versions<>(ServiceKind.AUTH_MECHANISM);
    private final Versions<Dialect> dialects = new Versions<>(ServiceKind.DIALECT);
    private final List<Versions<?>> all = List.of(protocols, mechanisms, dialects);
    private final List<Identity> identities = new ArrayList<>();
    private final List<Engine> engines = new ArrayList<>();
    private final Telemetries telemetries = new Telemetries();
    private final Map<String, Long> goneAt = new HashMap<>();

    /** By the highest ticket that gets it. One, unless there are canaries. */
    private volatile NavigableMap<Integer, Snapshot> snapshots = new TreeMap<>(Map.of(TICKETS, Snapshot.NOTHING));

    private volatile Runnable protocolsChanged = () -> {};
    private volatile Runnable dialectsChanged = () -> {};

    /**
     * @param version dotted numbers and a qualifier; connections that open from now on use the highest
     * @param ranking decides between equal versions; the higher wins, then the earlier
     * @throws IllegalArgumentException for a protocol whose name cannot be a key of the configuration
     */
    public void addProtocol(Protocol protocol, String version, int ranking) {
        addProtocol(protocol, Origin.of(version, ranking));
    }

    /** @throws IllegalArgumentException for a protocol whose name cannot be a key of the configuration */
    public void addProtocol(Protocol protocol, Origin origin) {
        String name = protocol.name();
        if (!PROTOCOL_NAME.matcher(name).matches() || name.equals(GatewaySettings.SHARED)) {
            throw new IllegalArgumentException("protocol name: \"" + name + "\" (expected: " + PROTOCOL_NAME
                    + ", not \"" + GatewaySettings.SHARED + "\")");
        }
        change(() -> protocols.add(name, protocol, origin));
    }

    /** Connections that use it keep it; new ones take the next version. */
    public Optional<Deployed<Protocol>> removeProtocol(Protocol protocol) {
        return remove(protocols, protocol);
    }

    /** @see #addProtocol */
    public void addMechanism(AuthMechanism mechanism, String version, int ranking) {
        addMechanism(mechanism, Origin.of(version, ranking));
    }

    /** @see #addProtocol */
    public void addMechanism(AuthMechanism mechanism, Origin origin) {
        change(() -> mechanisms.add(mechanism.name(), mechanism, origin));
    }

    public Optional<Deployed<AuthMechanism>> removeMechanism(AuthMechanism mechanism) {
        return remove(mechanisms, mechanism);
    }

    /** @see #addProtocol */
    public void addDialect(Dialect dialect, String version, int ranking) {
        addDialect(dialect, Origin.of(version, ranking));
    }

    /** @see #addProtocol */
    public void addDialect(Dialect dialect, Origin origin) {
        change(() -> dialects.add(dialect.name(), dialect, origin));
    }

    public Optional<Deployed<Dialect>> removeDialect(Dialect dialect) {
        return remove(dialects, dialect);
    }

    /** The latest that was added serves. */
    public void addIdentity(Identity identity) {
        change(() -> identities.add(identity));
    }

    public void removeIdentity(Identity identity) {
        change(() -> identities.remove(identity));
    }

    /** The latest that was added serves. */
    public void addEngine(Engine engine) {
        change(() -> engines.add(engine));
    }

    public void removeEngine(Engine engine) {
        change(() -> engines.remove(engine));
    }

    /** Everybody who is told what happens. */
    public Telemetries telemetries() {
        return telemetries;
    }

    /** Every version of everything. */
    public synchronized List<Deployment> list() {
        List<Deployment> list = new ArrayList<>();
        all.forEach(versions -> list.addAll(versions.list()));
        return list;
    }

    /**
     * Gives a version users; it goes before one of the same version that was admitted earlier.
     *
     * @param share percent of the new ones
     */
    public void admit(long id, int share) {
        change(() -> all.forEach(versions -> versions.find(id).ifPresent(deployed -> versions.admit(deployed, share))));
    }

    /** Gives a version no new users. */
    public void withhold(long id, DeploymentState state, String reason) {
        change(() -> find(id).ifPresent(deployed -> deployed.withhold(state, reason)));
    }

    /**
     * Gives a version no new users.
     *
     * @return completes when it has no users any more; at once for one that is gone
     */
    public CompletionStage<Void> drain(long id) {
        List<CompletionStage<Void>> drained = new ArrayList<>();
        change(() -> find(id).ifPresent(deployed -> drained.add(deployed.drain())));
        return drained.isEmpty() ? CompletableFuture.completedFuture(null) : drained.get(0);
    }

    public synchronized Optional<Deployed<?>> find(long id) {
        return all.stream()
                .flatMap(versions -> versions.find(id).stream())
                .<Deployed<?>>map(deployed -> deployed)
                .findFirst();
    }

    /** What a new user gets who is no canary's. */
    public Snapshot snapshot() {
        return snapshots.lastEntry().getValue();
    }

    /**
     * What a new user gets.
     *
     * @param number of the connection, which decides about canaries
     */
    public Snapshot snapshot(long number) {
        NavigableMap<Integer, Snapshot> now = snapshots;
        return now.size() == 1
                ? now.lastEntry().getValue()
                : now.higherEntry((int) (number % TICKETS * TICKET_STEP % TICKETS))
                        .getValue();
    }

    /**
     * What a user gets who tries these versions, whatever their standing. Where only mechanisms are tried, there are no others:
     * many clients choose between several, and would choose another.
     */
    public synchronized Snapshot snapshotWith(Collection<Long> onTrial) {
        Map<String, Deployed<AuthMechanism>> offered = mechanisms.trial(onTrial);
        boolean others = onTrial.isEmpty()
                || onTrial.stream().anyMatch(id -> mechanisms.find(id).isEmpty());
        if (!others) {
            offered.values().removeIf(deployed -> !onTrial.contains(deployed.id()));
        }
        return snapshot(protocols.trial(onTrial), offered, dialects.trial(onTrial));
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

    /** Called, on the thread of the change, after some users of a dialect would get another version. */
    public void onDialectsChanged(Runnable listener) {
        dialectsChanged = listener;
    }

    private <T> Optional<Deployed<T>> remove(Versions<T> versions, T service) {
        List<Deployed<T>> removed = new ArrayList<>();
        change(() -> versions.remove(service).ifPresent(removed::add));
        return removed.stream().findFirst();
    }

    private void change(Runnable change) {
        boolean changed;
        boolean othersSpoken;
        synchronized (this) {
            Map<String, Protocol> before = snapshot().protocols();
            NavigableMap<Integer, Map<String, Dialect>> spoken = dialectsByTicket();
            change.run();
            refresh();
            Map<String, Protocol> after = snapshot().protocols();
            before.keySet().stream()
                    .filter(name -> !after.containsKey(name))
                    .forEach(name -> goneAt.put(name, System.nanoTime()));
            goneAt.keySet().removeAll(after.keySet());
            changed = !before.equals(after);
            othersSpoken = !spoken.equals(dialectsByTicket());
        }
        if (changed) {
            protocolsChanged.run();
        }
        if (othersSpoken) {
            dialectsChanged.run();
        }
    }

    private NavigableMap<Integer, Map<String, Dialect>> dialectsByTicket() {
        NavigableMap<Integer, Map<String, Dialect>> dialectsOf = new TreeMap<>();
        snapshots.forEach((limit, now) -> dialectsOf.put(limit, now.dialects()));
        return dialectsOf;
    }

    private void refresh() {
        Set<Integer> limits = new TreeSet<>();
        all.forEach(versions -> limits.addAll(versions.shares()));
        limits.add(TICKETS);
        NavigableMap<Integer, Snapshot> made = new TreeMap<>();
        // Those below a limit: the last of them stands for all.
        limits.forEach(limit -> made.put(limit, snapshotOf(limit == TICKETS ? TICKETS : limit - 1)));
        snapshots = made;
    }

    private Snapshot snapshotOf(int ticket) {
        return snapshot(protocols.serving(ticket), mechanisms.serving(ticket), dialects.serving(ticket));
    }

    private Snapshot snapshot(
            Map<String, Deployed<Protocol>> ofProtocols,
            Map<String, Deployed<AuthMechanism>> ofMechanisms,
            Map<String, Deployed<Dialect>> ofDialects) {
        IdentityHashMap<Object, Deployed<?>> deployed = new IdentityHashMap<>();
        return new Snapshot(
                services(ofProtocols, deployed),
                services(ofMechanisms, deployed),
                services(ofDialects, deployed),
                latest(identities),
                latest(engines),
                deployed);
    }

    private static <T> Map<String, T> services(
            Map<String, Deployed<T>> serving, IdentityHashMap<Object, Deployed<?>> deployed) {
        Map<String, T> services = new TreeMap<>();
        serving.forEach((name, version) -> {
            services.put(name, version.service());
            deployed.put(version.service(), version);
        });
        return services;
    }

    private static <T> Optional<T> latest(List<T> services) {
        return services.isEmpty() ? Optional.empty() : Optional.of(services.get(services.size() - 1));
    }
}
