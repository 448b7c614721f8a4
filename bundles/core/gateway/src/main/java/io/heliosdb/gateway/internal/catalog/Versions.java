package io.heliosdb.gateway.internal.catalog;

import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.operation.DeploymentState;
import io.heliosdb.spi.operation.ServiceKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Services by name, each in any number of versions. Not safe for threads.
 *
 * @param <T> the contract
 */
public final class Versions<T> {
    private final ServiceKind kind;
    private final Map<String, List<Deployed<T>>> byName = new TreeMap<>();
    private int replacements;

    public Versions(ServiceKind kind) {
        this.kind = kind;
    }

    /** @throws IllegalArgumentException for a version that is none */
    public void add(String name, T service, Origin origin) {
        Deployed<T> deployed = new Deployed<>(kind, name, service, origin);
        if (!origin.held()) {
            deployed.admit(Deployed.ALL, 0);
        }
        byName.computeIfAbsent(name, unused -> new ArrayList<>()).add(deployed);
        sort(name);
    }

    /** Removes that very instance. */
    public Optional<Deployed<T>> remove(T service) {
        Optional<Deployed<T>> found = byName.values().stream()
                .flatMap(List::stream)
                .filter(deployed -> deployed.service() == service)
                .findFirst();
        found.ifPresent(deployed -> {
            List<Deployed<T>> versions = byName.get(deployed.name());
            versions.remove(deployed);
            if (versions.isEmpty()) {
                byName.remove(deployed.name());
            }
        });
        return found;
    }

    public Optional<Deployed<T>> find(long id) {
        return byName.values().stream()
                .flatMap(List::stream)
                .filter(deployed -> deployed.id() == id)
                .findFirst();
    }

    /** Gives a version its share of the new users; it goes before what is as new and was admitted earlier. */
    public void admit(Deployed<?> deployed, int share) {
        replacements++;
        deployed.admit(share, replacements);
        sort(deployed.name());
    }

    /** What is there, by name, the newest first. */
    public List<Deployment> list() {
        List<Deployment> list = new ArrayList<>();
        Collection<Deployed<T>> serving = serving(Deployed.ALL).values();
        byName.values()
                .forEach(versions ->
                        versions.forEach(deployed -> list.add(deployed.asOfNow(serving.contains(deployed)))));
        return list;
    }

    /** The shares of the versions that have not all. */
    public Set<Integer> shares() {
        Set<Integer> shares = new TreeSet<>();
        byName.values().forEach(versions -> versions.stream()
                .filter(deployed -> deployed.state() == DeploymentState.CANARY)
                .forEach(deployed -> shares.add(deployed.share())));
        return shares;
    }

    /**
     * The version of each that a new user gets, in the order of the names.
     *
     * @param ticket the user's, 0 to 99: a canary has those below its share; 100 for whoever is to get none
     */
    public Map<String, Deployed<T>> serving(int ticket) {
        Map<String, Deployed<T>> serving = new TreeMap<>();
        byName.forEach(
                (name, versions) -> serving(versions, ticket).ifPresent(deployed -> serving.put(name, deployed)));
        return serving;
    }

    /**
     * The version of each that a user on trial gets: one of those on trial, or the one that serves, or, where nobody
     * does, the newest that may come to serve: what belongs together is deployed together.
     *
     * @param onTrial {@link Deployed#id}
     */
    public Map<String, Deployed<T>> trial(Collection<Long> onTrial) {
        Map<String, Deployed<T>> serving = new TreeMap<>();
        byName.forEach((name, versions) -> first(versions, deployed -> onTrial.contains(deployed.id()))
                .or(() -> serving(versions, Deployed.ALL))
                .or(() -> first(versions, deployed -> deployed.state() != DeploymentState.REFUSED))
                .ifPresent(deployed -> serving.put(name, deployed)));
        return serving;
    }

    private Optional<Deployed<T>> serving(List<Deployed<T>> versions, int ticket) {
        return canary(versions, ticket)
                .or(() -> first(versions, deployed -> deployed.state() == DeploymentState.SERVING))
                // A canary that nobody is beside gets those that are not its own, too.
                .or(() -> canary(versions, 0));
    }

    private Optional<Deployed<T>> canary(List<Deployed<T>> versions, int ticket) {
        return first(versions, deployed -> deployed.state() == DeploymentState.CANARY && ticket < deployed.share());
    }

    private Optional<Deployed<T>> first(List<Deployed<T>> versions, Predicate<Deployed<T>> wanted) {
        return versions.stream().filter(wanted).findFirst();
    }

    private void sort(String name) {
        byName.get(name).sort(Deployed.newestFirst());
    }
}
