package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.query.QueryTranslator;
import io.heliosdb.mysql.dialect.internal.query.Translation;
import io.heliosdb.mysql.dialect.internal.session.Condition.Level;
import io.heliosdb.mysql.dialect.internal.statement.Databases;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.StatementSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A client's session of MySQL. */
public final class MysqlSession implements DialectSession {
    /** Says that a plan holds values of the session or of the moment, and has to be made anew each time. */
    private static final Consumer<Outcome> OF_THE_MOMENT = outcome -> {};

    /** Errors after which the engine has taken the whole transaction back. */
    private static final Set<String> TRANSACTION_LOST = Set.of("40001", "40P01");

    private final SessionOpening opening;
    private final QueryTranslator queries;
    private final ErrorMap errors;
    private SessionState state;
    private Optional<String> verb = Optional.empty();
    private Optional<String> information = Optional.empty();
    private boolean restoreParameters;

    public MysqlSession(SessionOpening opening, QueryTranslator queries, ErrorMap errors) {
        this.opening = opening;
        this.queries = queries;
        this.errors = errors;
        state = new SessionState(opening);
    }

    @Override
    public Map<String, String> engineParameters() {
        return state.engineParameters();
    }

    @Override
    public List<String> split(String text) {
        return StatementSplitter.split(text, state.variables().lexicon());
    }

    // ------------------------------------------------------------------ planning

    @Override
    public Plan plan(String sql, Catalog catalog) {
        verb = Optional.empty();
        state.takeRaised();
        Plan plan = new PlanningContext(catalog).statement(sql);
        boolean takesMore =
                switch (plan.transaction()) {
                    case STATEMENT, NONE, COMMITS -> true;
                    // Their steps stand in place of the engine's own text.
                    case BEGIN, COMMIT, ROLLBACK, SAVEPOINT -> false;
                };
        if (!restoreParameters || !takesMore) {
            return plan;
        }
        List<Step> steps = new ArrayList<>(EngineParameters.steps(state.engineParameters()));
        steps.addAll(plan.steps());
        return new Plan(
                steps, plan.kind(), plan.transaction(), plan.parameters(), plan.tables(), outcome -> {
                    restoreParameters = false;
                    plan.succeeded().accept(outcome);
                });
    }

    /** The session as the statement sees it that is planned now. */
    private final class PlanningContext implements StatementContext {
        private final Catalog catalog;

        PlanningContext(Catalog catalog) {
            this.catalog = catalog;
        }

        @Override
        public Databases databases() {
            return state.databases();
        }

        @Override
        public Catalog catalog() {
            return catalog;
        }

        @Override
        public String variable(String name) {
            return state.variables().shown(name);
        }

        @Override
        public String expression(String sql) {
            return queries.expression(sql, state, catalog);
        }

        @Override
        public String condition(String sql) {
            return queries.condition(sql, state, catalog);
        }

        @Override
        public Plan query(String sql) {
            Translation translation = queries.translate(sql, state, catalog);
            Plan plan = translation.plan();
            if (translation.reusable() || plan.succeeded() != Plan.NOTHING) {
                return plan;
            }
            return new Plan(
                    plan.steps(),
                    plan.kind(),
                    plan.transaction(),
                    plan.parameters(),
                    plan.tables(),
                    OF_THE_MOMENT);
        }

        @Override
        public Plan statement(String sql) {
            FirstWord first = FirstWord.of(sql, state.variables().lexicon());
            if (first.isQuery()) {
                verb = Optional.of(first.word());
                return query(sql);
            }
            return new Statements(tokens(sql), state, this).plan();
        }

        @Override
        public Tokens tokens(String sql) {
            return Tokens.of(sql, state.variables().lexicon());
        }
    }

    // ------------------------------------------------------------------ outcomes

    @Override
    public void finished(Outcome outcome) {
        List<Condition> conditions = new ArrayList<>(state.takeRaised());
        for (HeliosException notice : outcome.notices()) {
            conditions.add(condition(notice));
        }
        information = Optional.empty();
        if (outcome.error().isPresent()) {
            HeliosException error = outcome.error().get();
            VendorError vendor = error(error);
            conditions.add(new Condition(Level.ERROR, vendor.code(), vendor.message()));
            state.failed();
            if (TRANSACTION_LOST.contains(error.sqlState()) && state.takesBackParameters()) {
                restoreParameters = true;
            }
        } else {
            state.succeeded(outcome.affected(), outcome.returned(), outcome.generatedKey());
            information = verb.flatMap(word -> information(word, outcome, conditions.size()));
        }
        state.diagnostics().replace(conditions);
        verb = Optional.empty();
    }

    /** Severities are not told apart in what the engine's notices become; their classes are: 00 is a note, 01 a warning. */
    private Condition condition(HeliosException notice) {
        VendorError vendor = error(notice);
        return new Condition(notice.sqlState().startsWith("00") ? Level.NOTE : Level.WARNING, vendor.code(), vendor.message());
    }

    private static Optional<String> information(String verb, Outcome outcome, int warnings) {
        return switch (verb) {
            case "UPDATE" ->
                Optional.of("Rows matched: " + outcome.matched() + "  Changed: " + outcome.affected() + "  Warnings: "
                        + warnings);
            case "INSERT", "REPLACE" ->
                outcome.affected() > 1
                        ? Optional.of("Records: " + outcome.matched() + "  Duplicates: "
                                + Math.max(0, outcome.affected() - outcome.matched()) + "  Warnings: " + warnings)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> information() {
        return information;
    }

    // ------------------------------------------------------------------ what the session is like

    @Override
    public boolean autocommit() {
        return state.variables().on("autocommit");
    }

    @Override
    public String begin() {
        String text = state.transactions().begin(Optional.empty());
        state.transactions().begun();
        return text;
    }

    @Override
    public boolean atomicStatements() {
        return true;
    }

    @Override
    public long statementTimeoutMillis() {
        return state.variables().number("max_execution_time");
    }

    @Override
    public Optional<String> setting(String name) {
        return SystemVariables.exists(name) ? Optional.ofNullable(state.variables().shown(name)) : Optional.empty();
    }

    @Override
    public Optional<String> schema() {
        return state.database();
    }

    @Override
    public VendorError error(HeliosException error) {
        return errors.of(error);
    }

    @Override
    public void reset() {
        state = new SessionState(opening);
        verb = Optional.empty();
        information = Optional.empty();
        restoreParameters = false;
    }
}
