package io.heliosdb.sql.explain.internal;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.sql.explain.Explainer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Explains with the newest version of each dialect that is registered. */
@Component
public final class DialectExplainer implements Explainer {
    private final Map<Dialect, Version> versions = new ConcurrentHashMap<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDialect(Dialect dialect, Map<String, Object> properties) {
        Object version = properties.get("heliosdb.dialect.version");
        versions.put(dialect, version == null ? Version.emptyVersion : Version.parseVersion(version.toString()));
    }

    void removeDialect(Dialect dialect) {
        versions.remove(dialect);
    }

    @Override
    public List<String> dialects() {
        return versions.keySet().stream().map(Dialect::name).distinct().sorted().toList();
    }

    @Override
    public List<Map<String, Object>> explain(String dialect, String text) {
        Map<Version, Dialect> named = new TreeMap<>();
        versions.forEach((candidate, version) -> {
            if (candidate.name().equals(dialect)) {
                named.put(version, candidate);
            }
        });
        if (named.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no dialect \"" + dialect + "\" (expected: " + String.join(", ", dialects()) + ")");
        }
        Dialect newest = ((TreeMap<Version, Dialect>) named).lastEntry().getValue();
        return newest.verbatim() ? VerbatimText.explain(newest, text) : new SessionText(newest).explain(text);
    }
}
