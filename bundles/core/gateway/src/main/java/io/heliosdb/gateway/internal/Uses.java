package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.ServiceCatalog.Snapshot;
import io.heliosdb.gateway.internal.catalog.Deployed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What one connection uses of what is deployed: its protocol until it closes, its dialects until it closes or has newer
 * ones, mechanisms until the login.
 * A version that is drained waits for that. Used on the connection's event loop only.
 */
final class Uses {
    /** One that was drained at this very moment is not in the next snapshot. */
    private static final int ATTEMPTS = 5;

    private final Supplier<Snapshot> services;
    private final List<Deployed<?>> untilClose = new ArrayList<>(2);
    private final List<Deployed<?>> untilLogin = new ArrayList<>(1);

    Uses(Supplier<Snapshot> services) {
        this.services = services;
    }

    /** Takes the version of now for the connection's whole life. */
    <T> Optional<T> keep(Function<Snapshot, Map<String, T>> kind, String name) {
        return take(kind, name, untilClose);
    }

    /** Takes the version of now for a login. */
    <T> Optional<T> borrow(Function<Snapshot, Map<String, T>> kind, String name) {
        return take(kind, name, untilLogin);
    }

    /** The login is over. */
    void loggedIn() {
        untilLogin.forEach(Deployed::leave);
        untilLogin.clear();
    }

    void closed() {
        loggedIn();
        untilClose.forEach(Deployed::leave);
        untilClose.clear();
    }

    /** What was kept is needed no more. */
    void release(Object service) {
        untilClose.removeIf(deployed -> {
            boolean meant = deployed.service() == service;
            if (meant) {
                deployed.leave();
            }
            return meant;
        });
    }

    boolean includes(Deployed<?> deployed) {
        return untilClose.contains(deployed) || untilLogin.contains(deployed);
    }

    void statementDone() {
        for (int i = 0; i < untilClose.size(); i++) {
            untilClose.get(i).statementDone();
        }
    }

    void errorTold() {
        for (int i = 0; i < untilClose.size(); i++) {
            untilClose.get(i).errorTold();
        }
    }

    private <T> Optional<T> take(Function<Snapshot, Map<String, T>> kind, String name, List<Deployed<?>> into) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Snapshot now = services.get();
            T service = kind.apply(now).get(name);
            if (service == null) {
                return Optional.empty();
            }
            Deployed<?> deployed = now.deployed().get(service);
            if (into.contains(deployed)) {
                return Optional.of(service);
            }
            if (deployed.enter()) {
                into.add(deployed);
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }
}
