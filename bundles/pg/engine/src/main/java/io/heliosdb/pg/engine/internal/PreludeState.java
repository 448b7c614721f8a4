package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.Version;

/**
 * Which schemas and preludes a database has.
 *
 * @param schemas of those that were asked for
 * @param versions of the preludes that are recorded, by schema
 */
record PreludeState(Set<String> schemas, Map<String, Version> versions) {
    private static final String TRUE = "t";
    private static final String TRUSTED =
            """
            SELECT n.nspname, r.rolname = current_user OR r.rolsuper, r.rolname
            FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles r ON r.oid = n.nspowner
            WHERE n.nspname IN (""";
    private static final String RECORDED = "SELECT 1 FROM pg_catalog.pg_class c"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = 'helios' AND c.relname = 'preludes'";
    private static final String VERSIONS = "SELECT p.schema, p.version FROM helios.preludes p";

    /** Empty where the prelude is not there, whole. */
    Optional<Version> version(String schema) {
        return schemas.contains(schema) ? Optional.ofNullable(versions.get(schema)) : Optional.empty();
    }

    /**
     * Looks at a database. A schema of our names that belongs to somebody else is looked into under no circumstances: a
     * view of its owner's would run with the administrator's rights.
     *
     * @return failed with 55000 where one of the schemas belongs to somebody else
     */
    static CompletionStage<PreludeState> look(AdministratorSession session, String schema) {
        String names = SqlText.literal(HeliosSchema.NAME) + ", " + SqlText.literal(schema) + ")";
        return session.run(TRUSTED + names).thenCompose(found -> {
            Set<String> schemas = new HashSet<>();
            for (List<String> row : found) {
                if (!row.get(1).equals(TRUE)) {
                    return CompletableFuture.failedFuture(new HeliosException(
                            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                            "schema \"" + row.get(0) + "\" belongs to role \"" + row.get(2)
                                    + "\": rename it, the name is needed for definitions of the server's own"));
                }
                schemas.add(row.get(0));
            }
            return versions(session, schemas).thenApply(versions -> new PreludeState(schemas, versions));
        });
    }

    private static CompletionStage<Map<String, Version>> versions(AdministratorSession session, Set<String> schemas) {
        if (!schemas.contains(HeliosSchema.NAME)) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return session.run(RECORDED)
                .thenCompose(
                        table -> table.isEmpty() ? CompletableFuture.completedFuture(List.of()) : session.run(VERSIONS))
                .thenApply(rows -> {
                    Map<String, Version> versions = new HashMap<>();
                    rows.forEach(row -> versions.put(row.get(0), parse(row.get(1))));
                    return versions;
                });
    }

    /** What is no version is older than every one. */
    private static Version parse(String text) {
        try {
            return Version.parseVersion(text);
        } catch (IllegalArgumentException e) {
            return Version.emptyVersion;
        }
    }
}
