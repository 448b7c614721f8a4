package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import io.heliosdb.spi.error.SqlState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a prelude out of the database of one administrator's session, unless something of somebody else's needs it. */
final class PreludeRemoval {
    private static final Logger LOGGER = LoggerFactory.getLogger(PreludeRemoval.class);

    private static final int NAMED = 20;

    /**
     * What depends on an object of the schema and belongs neither to the schema nor to one of its objects. A cast has no
     * schema: one to or from a type of the schema belongs to it.
     */
    private static final String DEPENDENTS =
            """
            WITH RECURSIVE member AS (
                SELECT d.classid, d.objid
                FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_namespace n ON n.oid = d.refobjid
                WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND n.nspname = %s
                UNION
                SELECT d.classid, d.objid
                FROM member m JOIN pg_catalog.pg_depend d ON d.refclassid = m.classid AND d.refobjid = m.objid
                WHERE d.deptype IN ('i', 'a') OR d.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass)
            SELECT DISTINCT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid)
            FROM member m JOIN pg_catalog.pg_depend d ON d.refclassid = m.classid AND d.refobjid = m.objid
            WHERE (d.classid, d.objid) NOT IN (SELECT o.classid, o.objid FROM member o)
            ORDER BY 1""";

    private final AdministratorSession session;
    private final String database;
    private final String schema;

    PreludeRemoval(AdministratorSession session, String database, String schema) {
        this.session = session;
        this.database = database;
        this.schema = schema;
    }

    /** Complete when it is gone; failed with 42704 where it is not installed, 2BP01 where something depends on it. */
    CompletionStage<Void> run() {
        return StatementSequence.run(session, PreludeTransaction.BEGIN)
                .thenCompose(begun -> PreludeState.look(session, schema))
                .thenCompose(state -> state.version(schema).isPresent()
                        ? session.run(DEPENDENTS.formatted(SqlText.literal(schema)))
                        : CompletableFuture.failedFuture(new HeliosException(
                                SqlState.UNDEFINED_OBJECT,
                                "database \"" + database + "\" has no prelude \"" + schema + "\"")))
                .thenCompose(dependents ->
                        dependents.isEmpty() ? drop() : CompletableFuture.failedFuture(refusal(dependents)));
    }

    private CompletionStage<Void> drop() {
        LOGGER.info("database {}: removing {}", database, schema);
        return StatementSequence.run(
                session,
                List.of(
                        "DROP SCHEMA " + SqlText.identifier(schema) + " CASCADE",
                        "DELETE FROM helios.preludes WHERE schema = " + SqlText.literal(schema),
                        "COMMIT"));
    }

    private HeliosException refusal(List<List<String>> dependents) {
        String names = dependents.stream().limit(NAMED).map(row -> row.get(0)).collect(Collectors.joining("\n"));
        int more = dependents.size() - NAMED;
        return new HeliosException(
                        SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                        "prelude \"" + schema + "\" cannot be removed from database \"" + database
                                + "\" because other objects depend on it")
                .with(Field.DETAIL, more <= 0 ? names : names + "\nand " + more + " more");
    }
}
