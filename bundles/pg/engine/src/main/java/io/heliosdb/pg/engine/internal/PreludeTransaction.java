package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.dialect.Prelude;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs a prelude in the database of one administrator's session, or finds that it is there. */
final class PreludeTransaction {
    private static final Logger LOGGER = LoggerFactory.getLogger(PreludeTransaction.class);

    /** One key a database: whoever installs or removes a prelude there, from whichever server, is alone. */
    private static final long LOCK = 0x48454c494f53L;

    /**
     * Settings of the administrator's role or of the database must not change what statements mean. A session that holds
     * a view that is replaced is waited for, but not for ever.
     */
    static final List<String> BEGIN = List.of(
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
            "SET LOCAL statement_timeout = 0",
            "SET LOCAL lock_timeout = '10s'",
            "SET LOCAL idle_in_transaction_session_timeout = 0",
            "SET LOCAL standard_conforming_strings = on",
            "SET LOCAL check_function_bodies = on",
            "SELECT pg_catalog.pg_advisory_xact_lock(" + LOCK + ")");

    private final AdministratorSession session;
    private final String database;
    private final Prelude prelude;

    PreludeTransaction(AdministratorSession session, String database, Prelude prelude) {
        this.session = session;
        this.database = database;
        this.prelude = prelude;
    }

    /** Complete when the prelude is there, in its version or a higher one. */
    CompletionStage<Void> run() {
        return PreludeState.look(session, prelude.schema()).thenCompose(state -> isDone(state) ? sweep() : install());
    }

    private boolean isDone(PreludeState state) {
        return !isOlder(state, HeliosSchema.PRELUDE) && !isOlder(state, prelude);
    }

    private static boolean isOlder(PreludeState state, Prelude wanted) {
        return state.version(wanted.schema())
                .filter(version -> version.compareTo(wanted.version()) >= 0)
                .isEmpty();
    }

    /** No more than good housekeeping: an engine that only reads refuses it. */
    private CompletionStage<Void> sweep() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        session.run(HeliosSchema.SWEEP).whenComplete((rows, failure) -> {
            if (failure != null) {
                LOGGER.debug("declarations of database {} were not swept: {}", database, failure.toString());
            }
            done.complete(null);
        });
        return done;
    }

    private CompletionStage<Void> install() {
        // Looked at again under the lock: somebody else may have done it meanwhile.
        return StatementSequence.run(session, BEGIN)
                .thenCompose(begun -> PreludeState.look(session, prelude.schema()))
                .thenCompose(state -> StatementSequence.run(session, statements(state)));
    }

    private List<String> statements(PreludeState state) {
        List<String> statements = new ArrayList<>();
        for (Prelude wanted : List.of(HeliosSchema.PRELUDE, prelude)) {
            if (isOlder(state, wanted)) {
                log(wanted, state.version(wanted.schema()));
                add(wanted, state.schemas().contains(wanted.schema()), statements);
            }
        }
        statements.add("COMMIT");
        return statements;
    }

    private static void add(Prelude wanted, boolean schemaExists, List<String> statements) {
        String schema = SqlText.identifier(wanted.schema());
        if (!schemaExists) {
            statements.add("CREATE SCHEMA " + schema); // fails where somebody else has just made it
        }
        statements.add("SET LOCAL search_path = " + schema + ", pg_catalog");
        statements.addAll(wanted.statements());
        statements.add("SET LOCAL search_path = pg_catalog");
        statements.add("GRANT USAGE ON SCHEMA " + schema + " TO PUBLIC");
        statements.add("GRANT EXECUTE ON ALL ROUTINES IN SCHEMA " + schema + " TO PUBLIC");
        statements.add("GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO PUBLIC");
        statements.add(
                "INSERT INTO helios.preludes (schema, version) VALUES (" + SqlText.literal(wanted.schema()) + ", "
                        + SqlText.literal(wanted.version().toString())
                        + ") ON CONFLICT (schema) DO UPDATE SET version = excluded.version, installed_at = now()");
    }

    private void log(Prelude wanted, Optional<Version> found) {
        if (found.isPresent()) {
            LOGGER.info(
                    "database {}: upgrading {} from {} to {}",
                    database,
                    wanted.schema(),
                    found.get(),
                    wanted.version());
        } else {
            LOGGER.info("database {}: installing {} {}", database, wanted.schema(), wanted.version());
        }
    }
}
