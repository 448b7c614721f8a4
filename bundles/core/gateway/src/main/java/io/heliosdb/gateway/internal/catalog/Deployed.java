package io.heliosdb.gateway.internal.catalog;

import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.operation.DeploymentState;
import io.heliosdb.spi.operation.ServiceKind;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * One version of a protocol, an auth mechanism or a dialect: who it is, whether it gets users, and those that it has. Its
 * standing is the catalog's to change; users come and go from any thread.
 *
 * @param <T> the contract
 */
public final class Deployed<T> {
    static final int ALL = 100;

    /** Instead of a number of users: there are none, and there will be none. */
    private static final int CLOSED = Integer.MIN_VALUE;

    private static final Comparator<Deployed<?>> NEWEST_FIRST = Comparator.<Deployed<?>, Version>comparing(
                    deployed -> deployed.version)
            .thenComparing(deployed -> deployed.ranking)
            .thenComparing(deployed -> deployed.replacement)
            .reversed();

    private final long id;
    private final ServiceKind kind;
    private final String name;
    private final T service;
    private final Version version;
    private final int ranking;
    private final long bundleId;
    private final AtomicInteger users = new AtomicInteger();
    private final LongAdder statements = new LongAdder();
    private final LongAdder errors = new LongAdder();

    /** Orders versions that are equal otherwise: what was admitted in a running server replaces what was there. */
    private int replacement;

    private DeploymentState state = DeploymentState.HELD;
    private String reason = "";
    private int share;
    private volatile CompletableFuture<Void> drained;

    /**
     * @param origin where it comes from
     * @throws IllegalArgumentException for a version that is none
     */
    Deployed(ServiceKind kind, String name, T service, Origin origin) {
        this.id = origin.id();
        this.kind = kind;
        this.name = name;
        this.service = service;
        this.version = Version.parse(origin.version());
        this.ranking = origin.ranking();
        this.bundleId = origin.bundleId();
    }

    static Comparator<Deployed<?>> newestFirst() {
        return NEWEST_FIRST;
    }

    public long id() {
        return id;
    }

    public ServiceKind kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    public T service() {
        return service;
    }

    /** The version in the words of whoever deployed it. */
    public String version() {
        return version.toString();
    }

    // Its standing, under the catalog's lock.

    DeploymentState state() {
        return state;
    }

    /** Percent of the new users that it gets; all of them as the newest, where that is 100. */
    int share() {
        return share;
    }

    void admit(int newShare, int newReplacement) {
        CompletableFuture<Void> calledOff = drained;
        drained = null;
        if (calledOff != null) {
            calledOff.cancel(false);
        }
        users.compareAndSet(CLOSED, 0);
        state = newShare < ALL ? DeploymentState.CANARY : DeploymentState.SERVING;
        share = newShare;
        replacement = newReplacement;
        reason = "";
    }

    /** No new users, and why. */
    public void withhold(DeploymentState newState, String why) {
        state = newState;
        share = 0;
        reason = why;
    }

    /** No new users; completes when it has none. */
    public CompletionStage<Void> drain() {
        state = DeploymentState.DRAINING;
        share = 0;
        CompletableFuture<Void> stage = drained;
        if (stage == null) {
            stage = new CompletableFuture<>();
            drained = stage;
        }
        tellIfDrained();
        return stage;
    }

    /** Whether it is to go when its last user goes. */
    public boolean drains() {
        return drained != null;
    }

    /** @param serves whether it is the one that new users get */
    Deployment asOfNow(boolean serves) {
        DeploymentState told = state == DeploymentState.SERVING && !serves ? DeploymentState.STANDBY : state;
        int toldShare = told == DeploymentState.STANDBY ? 0 : share;
        return new Deployment(
                id,
                kind,
                name,
                version.toString(),
                bundleId,
                told,
                reason,
                toldShare,
                users(),
                statements.sum(),
                errors.sum());
    }

    // Its users.

    /** A user comes; not once it has been drained. */
    public boolean enter() {
        while (true) {
            int now = users.get();
            if (now == CLOSED) {
                return false;
            }
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    /** A user goes. */
    public void leave() {
        users.decrementAndGet();
        tellIfDrained();
    }

    public int users() {
        return Math.max(0, users.get());
    }

    /** One of its users ran a statement. */
    public void statementDone() {
        statements.increment();
    }

    /** One of its users was told an error, or ended by a defect. */
    public void errorTold() {
        errors.increment();
    }

    private void tellIfDrained() {
        Optional.ofNullable(drained)
                .filter(stage -> users.compareAndSet(0, CLOSED))
                .ifPresent(stage -> stage.complete(null));
    }
}
