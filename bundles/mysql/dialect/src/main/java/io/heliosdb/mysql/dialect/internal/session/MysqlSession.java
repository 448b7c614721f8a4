package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.error.ErrorContext;
import io.heliosdb.mysql.dialect.internal.error.MysqlErrors;
import io.heliosdb.mysql.dialect.internal.load.LoadedFile;
import io.heliosdb.mysql.dialect.internal.query.QueryTranslator;
import io.heliosdb.mysql.dialect.internal.query.SqlMode;
import io.heliosdb.mysql.dialect.internal.session.Condition.Level;
import io.heliosdb.mysql.dialect.internal.statement.Databases;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.CatalogMiss;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.sql.scan.StatementSplitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client's session of MySQL. */
public final class MysqlSession implements DialectSession {
    /** Errors after which the engine has taken the whole transaction back. */
    private static final Set<String> TRANSACTION_LOST = Set.of("40001", "40P01");

    private static final String RESTORES_PARAMETERS = "restores_parameters";

    private static final int DIVISION_BY_ZERO = 1365;

    /** The optimizer hint that limits one SELECT, in milliseconds. */
    private static final Pattern MAX_EXECUTION_TIME = Pattern.compile(
            "/\\*\\+(?:(?!\\*/).)*?\\bMAX_EXECUTION_TIME\\s*\\(\\s*(\\d{1,9})\\s*\\)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final SessionOpening opening;
    private final QueryTranslator queries;
    private final QueryPlans translations;
    private SessionState state;
    private Loads loads;
    private ErrorContext running;
    private Optional<String> information = Optional.empty();
    private boolean restoreParameters;

    /** Whether the statement that runs is a query. */
    private boolean query;

    private TransactionEffect effect = TransactionEffect.NONE;

    private Catalog tables = name -> Optional.empty();

    /** @param translations shared by all sessions of the dialect */
    public MysqlSession(SessionOpening opening, QueryTranslator queries, QueryPlans translations) {
        this.opening = opening;
        this.queries = queries;
        this.translations = translations;
        state = new SessionState(opening);
        loads = new Loads(state, this::around);
        running = errorContext("", List.of());
    }

    @Override
    public Map<String, String> engineParameters() {
        return state.engineParameters();
    }

    @Override
    public List<String> split(String text) {
        try {
            return StatementSplitter.split(text, state.variables().lexicon());
        } catch (HeliosException e) {
            // What cannot be cut is one statement, whose plan says what is wrong with it.
            return List.of(text);
        }
    }

    // ------------------------------------------------------------------ planning

    @Override
    public Plan plan(String sql, Catalog catalog) {
        tables = catalog;
        state.takeRaised();
        running = errorContext(sql, List.of());
        effect = TransactionEffect.NONE;
        Plan planned = new PlanningContext(catalog).statement(sql);
        Plan plan = Processes.isReadBy(planned)
                ? Processes.known(planned, state.opening().control())
                : planned;
        // The batches of a file are what changes rows.
        return plan.file().isPresent() ? plan : around(plan);
    }

    private Plan around(Plan plan) {
        boolean unchecked =
                plan.kind() == StatementKind.MANIPULATION && !state.variables().on(ForeignKeyChecks.VARIABLE);
        return restoring(unchecked ? ForeignKeyChecks.suspended(plan) : plan);
    }

    /** The plan with what the engine has to be told again before it, if there is anything. */
    private Plan restoring(Plan plan) {
        boolean takesMore =
                switch (plan.transaction()) {
                    case STATEMENT, NONE, COMMITS -> true;
                    // Their steps stand in place of the engine's own text.
                    case BEGIN, COMMIT, ROLLBACK, SAVEPOINT -> false;
                };
        if (!restoreParameters || !takesMore) {
            return plan;
        }
        List<Step> steps = new ArrayList<>(state.parameterSteps());
        steps.addAll(plan.steps());
        return new Plan(steps, plan.kind(), plan.transaction(), plan.parameters(), plan.tables(), outcome -> {
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
        public String account() {
            return "'" + opening.user() + "'@'localhost'";
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
            return translations.plan(sql, state, catalog);
        }

        @Override
        public Plan statement(String sql) {
            FirstWord first = FirstWord.of(sql, state.variables().lexicon());
            if (first.isQuery()) {
                return query(sql);
            }
            return new Statements(tokens(sql), state, this, loads).plan();
        }

        @Override
        public Tokens tokens(String sql) {
            return Tokens.of(sql, state.variables().lexicon());
        }
    }

    // ------------------------------------------------------------------ outcomes

    @Override
    public void running(String sql, Plan plan) {
        running = errorContext(sql, plan.tables());
        effect = plan.transaction();
        query = plan.kind() == StatementKind.QUERY;
    }

    private ErrorContext errorContext(String sql, List<TableName> named) {
        List<Table> known = new ArrayList<>();
        for (TableName name : named) {
            try {
                tables.table(name).ifPresent(known::add);
            } catch (CatalogMiss miss) {
                // an error then names less
            }
        }
        return new ErrorContext(
                sql, opening.user(), "localhost", state.database().orElse(""), known);
    }

    @Override
    public void finished(Outcome outcome) {
        List<Condition> conditions = new ArrayList<>(state.takeRaised());
        for (HeliosException notice : outcome.notices()) {
            if (notice.sqlState().equals(SqlState.NAME_TOO_LONG)) {
                // The engine cuts the label of a column, often a long literal's own text. MySQL does not speak of it.
                continue;
            }
            Condition condition = condition(notice);
            boolean wanted = condition.code() != DIVISION_BY_ZERO
                    || state.sqlMode().contains(SqlMode.ERROR_FOR_DIVISION_BY_ZERO);
            if (wanted) {
                conditions.add(condition);
            }
        }
        information = Optional.empty();
        int unkept = 0;
        if (effect == TransactionEffect.COMMITS) {
            state.transactions().ended();
        }
        if (outcome.error().isPresent()) {
            HeliosException error = outcome.error().get();
            VendorError vendor = error(error);
            conditions.add(new Condition(Level.ERROR, vendor.code(), vendor.message()));
            state.failed();
            if (TRANSACTION_LOST.contains(error.sqlState())) {
                state.transactions().ended();
                restoreParameters |= state.takesBackParameters();
            }
        } else {
            state.succeeded(outcome.affected(), outcome.returned(), outcome.generatedKey());
            String verb =
                    FirstWord.of(running.sql(), state.variables().lexicon()).word();
            Optional<LoadedFile> loaded = loads.takeLoaded();
            unkept = loaded.map(LoadedFile::unkeptWarnings).orElse(0);
            int warnings = conditions.size() + unkept;
            information = loaded.map(file -> file.information(warnings)).or(() -> information(verb, outcome, warnings));
        }
        state.diagnostics().replace(conditions, unkept);
    }

    /** The engine's own notices are of class 00; those of the prelude, which carry MySQL's number, say so in their hint. */
    private Condition condition(HeliosException notice) {
        VendorError vendor = error(notice);
        boolean note = notice.sqlState().startsWith("00")
                || notice.field(Field.HINT).filter("note"::equals).isPresent();
        return new Condition(note ? Level.NOTE : Level.WARNING, vendor.code(), vendor.message());
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
    public long idleTimeoutMillis() {
        return TimeUnit.SECONDS.toMillis(state.variables().number("wait_timeout"));
    }

    @Override
    public long statementTimeoutMillis() {
        if (!query) {
            // Only SELECT has a limit.
            return 0;
        }
        if (running.sql().contains("/*+")) {
            Matcher hint = MAX_EXECUTION_TIME.matcher(running.sql());
            if (hint.find()) {
                return Long.parseLong(hint.group(1));
            }
        }
        return state.variables().number("max_execution_time");
    }

    @Override
    public Optional<String> setting(String name) {
        if (name.equals("warning_count")) {
            // asked for with every result
            return Optional.of(Integer.toString(state.diagnostics().raised()));
        }
        return SystemVariables.exists(name)
                ? Optional.ofNullable(state.variables().shown(name))
                : Optional.empty();
    }

    @Override
    public Optional<String> schema() {
        return state.database();
    }

    @Override
    public VendorError error(HeliosException error) {
        VendorError vendor = MysqlErrors.vendor(error, running);
        boolean signalled =
                error.sqlState().startsWith("M") && error.field(Field.DETAIL).isPresent();
        return signalled
                ? new VendorError(vendor.code(), error.field(Field.DETAIL).get(), vendor.message())
                : vendor;
    }

    @Override
    public Optional<Map<String, String>> state() {
        Map<String, String> saved = new HashMap<>();
        new SavedState(saved).save(state);
        saved.put(RESTORES_PARAMETERS, Boolean.toString(restoreParameters));
        return Optional.of(saved);
    }

    /** Goes on where another session was. */
    public MysqlSession resume(Map<String, String> saved) {
        new SavedState(saved).restore(state);
        restoreParameters = Boolean.parseBoolean(saved.get(RESTORES_PARAMETERS));
        running = errorContext("", List.of());
        return this;
    }

    @Override
    public void reset() {
        state = new SessionState(opening);
        loads = new Loads(state, this::around);
        running = errorContext("", List.of());
        information = Optional.empty();
        restoreParameters = false;
    }
}
