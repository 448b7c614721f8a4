package io.heliosdb.pg.engine.internal;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Many statements of the administrator's, each when the one before it has succeeded. */
final class StatementSequence {
    private final AdministratorSession session;
    private final Iterator<String> statements;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();

    private StatementSequence(AdministratorSession session, List<String> statements) {
        this.session = session;
        this.statements = statements.iterator();
    }

    /** Complete when all have succeeded; failed with a {@link StatementFailure} at the first that did not. */
    static CompletionStage<Void> run(AdministratorSession session, List<String> statements) {
        StatementSequence sequence = new StatementSequence(session, statements);
        sequence.next();
        return sequence.outcome;
    }

    /** A loop and no chain of stages: there may be a thousand statements. */
    private void next() {
        if (!statements.hasNext()) {
            outcome.complete(null);
            return;
        }
        String statement = statements.next();
        try {
            session.run(statement).whenComplete((rows, failure) -> {
                if (failure == null) {
                    next();
                } else {
                    outcome.completeExceptionally(new StatementFailure(statement, failure));
                }
            });
        } catch (RuntimeException e) {
            outcome.completeExceptionally(new StatementFailure(statement, e));
        }
    }

    /** Names the statement that failed by its beginning. */
    static final class StatementFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private static final int SHOWN = 100;

        private StatementFailure(String statement, Throwable cause) {
            super(beginning(statement) + ": " + ConnectFailure.of(cause).reason(), cause, false, false);
        }

        private static String beginning(String statement) {
            String line = statement.strip().replaceAll("\\s+", " ");
            return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
        }
    }
}
