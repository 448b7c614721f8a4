package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.dialect.Prelude;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import io.heliosdb.spi.error.SqlState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that a database has the prelude of the sessions that open in it. What was found holds for as long as the
 * engine client has a connection to that database, because until then nobody can drop it, or put another one in its
 * place. For several threads.
 */
final class Preludes {
    private static final Logger LOGGER = LoggerFactory.getLogger(Preludes.class);

    private record Place(String database, String schema) {}

    private record Finding(Version version, CompletableFuture<Void> outcome) {}

    private final Administration administration;
    private final ConcurrentMap<Place, Finding> findings = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> connections = new ConcurrentHashMap<>();

    Preludes(Administration administration) {
        this.administration = administration;
    }

    /** A connection to a database was made. */
    void connected(Backend backend) {
        String database = backend.login().database();
        connections.merge(database, 1, Integer::sum);
        backend.gone()
                .thenRun(() -> connections.computeIfPresent(database, (name, count) -> {
                    if (count > 1) {
                        return count - 1;
                    }
                    findings.keySet().removeIf(place -> place.database.equals(name));
                    return null;
                }));
    }

    /**
     * Makes sure of a prelude. Those who ask while it is being done wait for the same outcome.
     *
     * @return failed with a HeliosException: the engine's own where it did not let the administrator in, 57P03 where the
     *     database cannot have the prelude
     */
    CompletionStage<Void> ensure(String database, Prelude prelude) {
        Finding mine = new Finding(prelude.version(), new CompletableFuture<>());
        Place place = new Place(database, prelude.schema());
        Finding finding = findings.compute(
                place, (key, known) -> known != null && serves(known, database, prelude) ? known : mine);
        if (finding.equals(mine)) {
            mine.outcome.whenComplete((done, failure) -> {
                if (failure != null) {
                    findings.remove(place, mine); // it may be otherwise the next time
                }
            });
            begin(database, prelude, mine.outcome);
        }
        return finding.outcome;
    }

    /** Whether it is known that the database has it. */
    boolean isDone(String database, Prelude prelude) {
        Finding known = findings.get(new Place(database, prelude.schema()));
        return known != null && known.outcome.isDone() && serves(known, database, prelude);
    }

    private boolean serves(Finding known, String database, Prelude wanted) {
        boolean fresh = !known.outcome.isDone() || connections.containsKey(database);
        return fresh && known.version.compareTo(wanted.version()) >= 0;
    }

    private void begin(String database, Prelude prelude, CompletableFuture<Void> outcome) {
        administration
                .open(Optional.of(database))
                .thenCompose(session -> new PreludeTransaction(session, database, prelude)
                        .run()
                        .<Void>handle((done, failure) -> {
                            session.close();
                            if (failure != null) {
                                throw refusal(database, prelude, failure);
                            }
                            return null;
                        }))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        outcome.complete(null);
                    } else {
                        outcome.completeExceptionally(ConnectFailure.of(failure));
                    }
                });
    }

    private static RuntimeException refusal(String database, Prelude prelude, Throwable failure) {
        ConnectFailure reason = ConnectFailure.of(failure);
        if (reason.isOutage()) {
            return reason;
        }
        LOGGER.error(
                "database {}: {} {} cannot be installed: {}",
                database,
                prelude.schema(),
                prelude.version(),
                reason.getMessage());
        return new HeliosException(
                        SqlState.CANNOT_CONNECT_NOW,
                        "database \"" + database + "\" lacks \"" + prelude.schema()
                                + "\", which this protocol needs, and it cannot be installed")
                .with(Field.HINT, "The server's log says why.");
    }

    /**
     * Takes a prelude out of a database.
     *
     * @return failed with a HeliosException: 42704 where it is not installed, 2BP01 where something depends on it
     */
    CompletionStage<Void> remove(String database, String schema) {
        if (schema.equals(HeliosSchema.NAME)) {
            return CompletableFuture.failedFuture(new HeliosException(
                    SqlState.RESERVED_NAME,
                    "\"" + schema + "\" is no prelude: it keeps what tables were declared with"));
        }
        return administration.open(Optional.of(database)).thenCompose(session -> new PreludeRemoval(
                        session, database, schema)
                .run()
                .whenComplete((done, failure) -> {
                    session.close();
                    findings.remove(new Place(database, schema));
                }));
    }
}
