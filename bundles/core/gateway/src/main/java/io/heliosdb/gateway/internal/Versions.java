package io.heliosdb.gateway.internal;

import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Services by name, each in any number of versions. Not safe for threads.
 *
 * @param <T> the contract
 */
public final class Versions<T> {
    private record Deployed<T>(T service, Version version, int ranking) {}

    private final Map<String, List<Deployed<T>>> byName = new TreeMap<>();
    private final Comparator<Deployed<T>> newestFirst = Comparator.<Deployed<T>, Version>comparing(Deployed::version)
            .thenComparing(Deployed::ranking)
            .reversed();

    /** @throws IllegalArgumentException for a version that is none */
    public void add(String name, T service, String version, int ranking) {
        Deployed<T> deployed = new Deployed<>(service, Version.parse(version), ranking);
        List<Deployed<T>> versions = byName.computeIfAbsent(name, unused -> new ArrayList<>());
        versions.add(deployed);
        versions.sort(newestFirst);
    }

    /** Removes that very instance. */
    public void remove(T service) {
        byName.values().forEach(versions -> versions.removeIf(deployed -> deployed.service() == service));
        byName.values().removeIf(List::isEmpty);
    }

    /** The newest version of each, in the order of the names; does not change. */
    public Map<String, T> newest() {
        Map<String, T> newest = new TreeMap<>();
        byName.forEach((name, versions) -> newest.put(name, versions.get(0).service()));
        return Collections.unmodifiableMap(newest);
    }
}
