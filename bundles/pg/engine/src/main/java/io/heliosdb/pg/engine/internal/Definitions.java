package io.heliosdb.pg.engine.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements that the sessions of a pool have prepared, each once however many sessions have it. Forgotten when neither
 * a session nor a connection has it any more. For one event loop.
 */
final class Definitions {
    private final Map<Integer, List<Definition>> byHash = new HashMap<>();
    private long numbers;

    /** The definition of these octets under these parameters, used once more. */
    Definition use(byte[] octets, Map<String, String> parserView) {
        List<Definition> candidates = byHash.computeIfAbsent(Arrays.hashCode(octets), hash -> new ArrayList<>(1));
        for (Definition candidate : candidates) {
            if (candidate.isSame(octets, parserView)) {
                candidate.use();
                return candidate;
            }
        }
        Definition definition = new Definition(octets, parserView, ++numbers);
        definition.use();
        candidates.add(definition);
        return definition;
    }

    void use(Definition definition) {
        definition.use();
    }

    void unuse(Definition definition) {
        if (definition.unuse()) {
            forget(definition);
        }
    }

    /**
     * What the engine keeps under its name has become useless, for instance because a table has other columns now: those
     * who prepare the same text from now on get another name. Who has it already goes on with it.
     */
    void retire(Definition definition) {
        definition.retire();
        forget(definition);
    }

    private void forget(Definition definition) {
        byHash.computeIfPresent(definition.octetsHash(), (hash, candidates) -> {
            candidates.remove(definition);
            return candidates.isEmpty() ? null : candidates;
        });
    }

    int size() {
        return byHash.values().stream().mapToInt(List::size).sum();
    }
}
