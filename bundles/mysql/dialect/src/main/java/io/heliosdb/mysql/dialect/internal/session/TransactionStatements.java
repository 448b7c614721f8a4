package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionControl;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Step.Use;
import io.heliosdb.spi.dialect.TransactionEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** START TRANSACTION, COMMIT, ROLLBACK, SAVEPOINT (MySQL 8.4 manual, 15.3). */
final class TransactionStatements {
    private final Tokens tokens;
    private final SessionState state;

    TransactionStatements(Tokens tokens, SessionState state) {
        this.tokens = tokens;
        this.state = state;
    }

    /** Behind START TRANSACTION. */
    Plan start() {
        Optional<Boolean> readOnly = Optional.empty();
        boolean snapshot = false;
        if (!tokens.atEnd()) {
            do {
                if (tokens.accept("READ")) {
                    boolean reading = tokens.accept("ONLY");
                    if (!reading) {
                        tokens.expect("WRITE");
                    }
                    readOnly = Optional.of(reading);
                } else {
                    tokens.expect("WITH", "CONSISTENT", "SNAPSHOT");
                    snapshot = true;
                }
            } while (tokens.acceptSymbol(","));
        }
        tokens.end();
        return begin(readOnly, snapshot);
    }

    /** Behind BEGIN. */
    Plan begin() {
        tokens.accept("WORK");
        tokens.end();
        return begin(Optional.empty(), false);
    }

    private Plan begin(Optional<Boolean> readOnly, boolean snapshot) {
        // The text is in the plan only where the statement says more than the session's own settings do.
        List<Step> steps = new ArrayList<>();
        if (readOnly.isPresent() || snapshot) {
            steps.add(step(state.transactions().begin(readOnly)));
        }
        if (snapshot) {
            // The engine's snapshot is that of the first query.
            steps.add(step("SELECT 1"));
        }
        return plan(steps, TransactionEffect.BEGIN, outcome -> {
            state.transactions().begun();
            state.engineParametersKept();
        });
    }

    /** Behind COMMIT. */
    Plan commit() {
        Completion completion = completion();
        List<Step> steps = completion == Completion.CHAIN ? List.of(step("COMMIT AND CHAIN")) : List.of();
        return plan(steps, TransactionEffect.COMMIT, outcome -> {
            state.engineParametersKept();
            completed(completion);
        });
    }

    /** Behind ROLLBACK. */
    Plan rollback() {
        int mark = tokens.mark();
        tokens.accept("WORK");
        if (tokens.accept("TO")) {
            tokens.accept("SAVEPOINT");
            String savepoint = tokens.name().quoted();
            tokens.end();
            return savepoint(afterRollback("ROLLBACK TO SAVEPOINT " + savepoint));
        }
        tokens.rewind(mark);
        Completion completion = completion();
        boolean chain = completion == Completion.CHAIN;
        boolean plain = !chain && !state.takesBackParameters();
        List<Step> steps = plain ? List.of() : afterRollback(chain ? "ROLLBACK AND CHAIN" : "ROLLBACK");
        return plan(steps, TransactionEffect.ROLLBACK, outcome -> {
            if (!chain) {
                state.engineParametersKept();
            }
            completed(completion);
        });
    }

    private void completed(Completion completion) {
        switch (completion) {
            case CHAIN -> state.transactions().chained();
            case RELEASE -> state.opening().control().kill(state.connectionId(), SessionControl.Target.SESSION);
            case PLAIN -> state.transactions().ended();
        }
    }

    /** A rollback takes the engine's parameters back too, those of MySQL's session stay. */
    private List<Step> afterRollback(String text) {
        List<Step> steps = new ArrayList<>();
        steps.add(step(text));
        if (state.takesBackParameters()) {
            steps.addAll(state.parameterSteps());
        }
        return steps;
    }

    /** What follows the end of a transaction. */
    private enum Completion {
        PLAIN,
        /** Another transaction, at once. */
        CHAIN,
        /** The end of the session. */
        RELEASE
    }

    private Completion completion() {
        tokens.accept("WORK");
        boolean chain = false;
        if (tokens.accept("AND")) {
            chain = !tokens.accept("NO");
            tokens.expect("CHAIN");
        }
        boolean no = tokens.accept("NO");
        if (no || tokens.at("RELEASE")) {
            tokens.expect("RELEASE");
            if (!no && chain) {
                throw tokens.error();
            }
            if (!no) {
                tokens.end();
                return Completion.RELEASE;
            }
        }
        tokens.end();
        return chain ? Completion.CHAIN : Completion.PLAIN;
    }

    /** Behind SAVEPOINT. */
    Plan savepoint() {
        String name = tokens.name().quoted();
        tokens.end();
        return savepoint(List.of(step("SAVEPOINT " + name)));
    }

    /** Behind RELEASE. */
    Plan release() {
        tokens.expect("SAVEPOINT");
        String name = tokens.name().quoted();
        tokens.end();
        return savepoint(List.of(step("RELEASE SAVEPOINT " + name)));
    }

    private static Plan savepoint(List<Step> steps) {
        return plan(steps, TransactionEffect.SAVEPOINT, Plan.NOTHING);
    }

    private static Step step(String text) {
        return new Step(text, Use.DISCARD, List.of());
    }

    private static Plan plan(List<Step> steps, TransactionEffect effect, Consumer<Outcome> succeeded) {
        return new Plan(steps, StatementKind.TRANSACTION, effect, 0, List.of(), succeeded);
    }
}
