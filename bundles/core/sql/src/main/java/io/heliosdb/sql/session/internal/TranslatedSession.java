package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.sql.session.Parameter;
import io.heliosdb.sql.session.PrepareSink;
import io.heliosdb.sql.session.PreparedStatement;
import io.heliosdb.sql.session.ResultColumn;
import io.heliosdb.sql.session.SessionListener;
import io.heliosdb.sql.session.SqlSession;
import io.heliosdb.sql.session.StatementSink;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The session of a dialect, translated or the engine's own. */
public final class TranslatedSession implements SqlSession {
    private final Spoken spoken;
    private final SessionListener listener;
    private final SessionOpening opening;
    private final TransactionState transaction;
    private final DefinitionClock clock;
    private final TableCatalog catalog;
    private final ColumnOrigins origins;
    private final EngineLink link;
    private final BaseTypes baseTypes;
    private final Planner planner;
    private final Cursors cursors;
    private EventLoop loop;
    private SessionStart started;
    private Dialect newer;
    private Consumer<Dialect> left;
    private long names;
    private boolean busy;
    private FileRun fileRun;
    private Future<?> timeout;
    private boolean timedOut;

    public TranslatedSession(Dialect dialect, SessionOpening opening, SessionListener listener) {
        this.opening = opening;
        this.listener = listener;
        spoken = new Spoken(dialect, opening);
        transaction = new TransactionState(spoken);
        clock = new DefinitionClock(opening.database());
        catalog = new TableCatalog(clock);
        origins = new ColumnOrigins(catalog);
        link = new EngineLink(listener, this::opened);
        baseTypes = new BaseTypes(link);
        planner = new Planner(spoken, catalog, link);
        cursors = new Cursors(link);
    }

    /** The outcome arrives at the listener. */
    public void open(Engine engine, Role role, Map<String, String> parameters, EventLoop eventLoop) {
        loop = eventLoop;
        Map<String, String> all = new HashMap<>(parameters);
        all.put("client_encoding", "UTF8");
        all.putAll(dialect().engineParameters());
        link.open(
                engine,
                new SessionRequest(
                        role, opening.database(), all, spoken.dialect().prelude()),
                eventLoop);
    }

    private void opened(SessionStart start) {
        started = start;
        dialect().opened(start);
        listener.opened(start);
        moveIfIdle();
    }

    @Override
    public DialectSession dialect() {
        return spoken.session();
    }

    @Override
    public TransactionStatus transaction() {
        return link.status();
    }

    // ------------------------------------------------------------------ statements

    @Override
    public void execute(String sql, StatementSink sink) {
        begin(() -> planner.plan(
                sql,
                plan -> {
                    if (plan.parameters() > 0) {
                        fail(withoutValue(), List.of(), sink);
                    } else if (plan.file().isPresent()) {
                        dialect().running(sql, plan);
                        fileRun = new FileRun(this, plan, plan.file().get(), sink);
                        fileRun.start();
                    } else {
                        run(new StatementAttempt(this, sql, plan, null, List.of(), sink));
                    }
                },
                error -> fail(error, List.of(), sink)));
    }

    /** A mark for a parameter means something only in a statement that is prepared. */
    private static HeliosException withoutValue() {
        return new HeliosException(
                SqlState.SYNTAX_ERROR, "the statement has a parameter, and there is no value for it");
    }

    @Override
    public void execute(PreparedStatement statement, List<Parameter> parameters, StatementSink sink) {
        Prepared prepared = (Prepared) statement;
        if (parameters.size() != prepared.plan().parameters()) {
            throw new IllegalArgumentException("parameters: " + parameters.size() + " (expected: "
                    + prepared.plan().parameters() + ")");
        }
        Consumer<HeliosException> refused = error -> fail(error, List.of(), sink);
        if (prepared.isNamed() && prepared.version() < spoken.versions()) {
            begin(() ->
                    planner.plan(prepared.sql(), plan -> runAnew(prepared, plan, parameters, sink, refused), refused));
        } else if (prepared.isNamed()) {
            begin(() -> planner.lookUp(
                    prepared.plan(),
                    plan -> run(new StatementAttempt(this, prepared.sql(), plan, prepared, parameters, sink)),
                    refused));
        } else {
            // What it does depends on the session as it is now.
            begin(() -> planner.plan(
                    prepared.sql(),
                    plan -> run(new StatementAttempt(this, prepared.sql(), plan, null, parameters, sink)),
                    refused));
        }
    }

    /** Another version of the dialect planned it. */
    private void runAnew(
            Prepared prepared,
            Plan plan,
            List<Parameter> parameters,
            StatementSink sink,
            Consumer<HeliosException> refused) {
        if (isLasting(plan)) {
            prepareAnew(
                    prepared,
                    plan,
                    () -> run(new StatementAttempt(this, prepared.sql(), plan, prepared, parameters, sink)),
                    refused);
        } else {
            run(new StatementAttempt(this, prepared.sql(), plan, null, parameters, sink));
        }
    }

    void run(StatementAttempt attempt) {
        dialect().running(attempt.sql(), attempt.plan());
        StatementRun run =
                new StatementRun(link, transaction, attempt.plan(), attempt, attempt.sink(), origins, attempt);
        try {
            startTimeout();
            run.start();
        } catch (HeliosException e) {
            fail(e, List.of(), attempt.sink());
        }
    }

    // ------------------------------------------------------------------ preparing

    @Override
    public void prepare(String sql, PrepareSink sink) {
        begin(() -> planner.plan(sql, plan -> prepare(sql, plan, sink), error -> refuse(error, sink)));
    }

    private void prepare(String sql, Plan plan, PrepareSink sink) {
        if (plan.file().isPresent()) {
            refuse(plan.file().get().unprepared(), sink);
            return;
        }
        if (!isLasting(plan)) {
            Prepared prepared =
                    new Prepared(sql, spoken.versions(), plan, new Prepared.Variant(List.of(), List.of()), List.of());
            end();
            sink.prepared(prepared);
            return;
        }
        prepare(
                plan,
                (variant, columns) -> {
                    end();
                    sink.prepared(new Prepared(sql, spoken.versions(), plan, variant, columns));
                },
                error -> refuse(error, sink));
    }

    /** Whether the engine can keep the steps: they depend on nothing that is different next time. */
    private static boolean isLasting(Plan plan) {
        return plan.succeeded() == Plan.NOTHING
                && !plan.steps().isEmpty()
                && (plan.steps().size() == 1 || plan.parameters() > 0)
                && (plan.kind() == StatementKind.QUERY || plan.kind() == StatementKind.MANIPULATION);
    }

    /** Lets the engine prepare the steps of a plan, under names of their own. */
    void prepare(
            Plan plan, BiConsumer<Prepared.Variant, List<ResultColumn>> prepared, Consumer<HeliosException> refused) {
        Preparation preparation = new Preparation(
                link,
                plan,
                newNames(plan.steps().size()),
                transaction.atomicStatements(),
                origins,
                (variant, columns) ->
                        baseTypes.resolve(variant, resolved -> prepared.accept(resolved, columns), refused),
                refused);
        try {
            preparation.start();
        } catch (HeliosException e) {
            refused.accept(e);
        }
    }

    /** Lets the engine prepare the steps of another plan for a statement that it knows. */
    void prepareAnew(Prepared prepared, Plan renewed, Runnable next, Consumer<HeliosException> refused) {
        link.closeStatements(prepared.allNames());
        prepare(
                renewed,
                (base, columns) -> {
                    prepared.renew(spoken.versions(), renewed, base, columns);
                    next.run();
                },
                refused);
    }

    private void refuse(HeliosException error, PrepareSink sink) {
        end();
        dialect().finished(Outcome.failed(error, List.of()));
        sink.failed(error);
    }

    @Override
    public void close(PreparedStatement statement) {
        link.closeStatements(((Prepared) statement).allNames());
    }

    // ------------------------------------------------------------------ cursors

    @Override
    public void openCursor(String cursor, PreparedStatement statement, List<Parameter> parameters, StatementSink sink) {
        Prepared prepared = (Prepared) statement;
        if (!Cursors.serves(prepared)) {
            execute(statement, parameters, sink);
            return;
        }
        List<Parameter> typed = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            typed.add(new Parameter(
                    prepared.parameterTypes().get(i), parameters.get(i).value()));
        }
        StatementAttempt attempt = new StatementAttempt(
                this,
                prepared.sql(),
                Cursors.opening(cursor, prepared),
                null,
                typed,
                Cursors.announcing(prepared.columns(), sink));
        begin(() -> run(attempt));
    }

    @Override
    public void fetch(String cursor, int rows, StatementSink sink) {
        Plan plan = Cursors.fetching(cursor, rows);
        StatementAttempt attempt = new StatementAttempt(
                this, plan.steps().get(0).text(), plan, null, List.of(), Cursors.withoutColumns(sink));
        begin(() -> run(attempt));
    }

    @Override
    public void closeCursor(String cursor) {
        cursors.close(cursor);
    }

    // ------------------------------------------------------------------ what the attempts share

    EngineLink link() {
        return link;
    }

    Planner planner() {
        return planner;
    }

    TableCatalog catalog() {
        return catalog;
    }

    ColumnOrigins origins() {
        return origins;
    }

    TransactionState transactionState() {
        return transaction;
    }

    /** Whether the statement that runs was ended by its time limit. */
    boolean isTimedOut() {
        return timedOut;
    }

    /** Names for prepared statements at the engine that none had before. */
    List<String> newNames(int count) {
        names++;
        List<String> result = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            result.add("helios_" + names + "_" + i);
        }
        return result;
    }

    // ------------------------------------------------------------------ reset

    @Override
    public void reset(StatementSink sink) {
        begin(() -> discard(sink));
    }

    private void discard(StatementSink sink) {
        cursors.forget();
        SimpleAnswer rest = new SimpleAnswer(
                status -> {
                    link.forgetStatements();
                    planner.forget();
                    transaction.ran(TransactionEffect.NONE, status);
                    dialect().reset();
                    end();
                    sink.completed(new Gathering().outcome());
                },
                error -> fail(error, List.of(), sink));
        if (link.inTransaction()) {
            link.batch(
                    out -> out.run("ROLLBACK"),
                    new SimpleAnswer(
                            status -> link.batch(out -> out.run("DISCARD ALL"), rest),
                            error -> fail(error, List.of(), sink)));
        } else {
            link.batch(out -> out.run("DISCARD ALL"), rest);
        }
    }

    // ------------------------------------------------------------------ another version of the dialect

    @Override
    public void moveTo(Dialect version, Consumer<Dialect> whatIsLeft) {
        if (version == newer) {
            return;
        }
        if (newer != null) {
            left.accept(newer);
        }
        newer = version == spoken.dialect() ? null : version;
        left = whatIsLeft;
        moveIfIdle();
    }

    private void moveIfIdle() {
        if (newer == null || busy || started == null || link.inTransaction()) {
            return;
        }
        Dialect former = spoken.dialect();
        Dialect next = newer;
        newer = null;
        if (spoken.moveTo(next)) {
            dialect().opened(started);
            left.accept(former);
        } else {
            left.accept(next);
        }
    }

    // ------------------------------------------------------------------ begin and end of a statement

    private void begin(Runnable next) {
        if (busy) {
            throw new IllegalStateException("a statement is under way");
        }
        busy = true;
        timedOut = false;
        catalog.begin();
        cursors.sweep(next);
    }

    private void end() {
        busy = false;
        fileRun = null;
        link.statementEnded();
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
        if (newer != null) {
            // Not at once: this statement's outcome is to be told first.
            loop.execute(this::moveIfIdle);
        }
    }

    void finish(Plan plan, Outcome outcome, StatementSink sink) {
        try {
            plan.succeeded().accept(outcome);
        } catch (HeliosException e) {
            fail(e, outcome.notices(), sink);
            return;
        }
        if (plan.kind() == StatementKind.DEFINITION || plan.kind() == StatementKind.DATABASE_DEFINITION) {
            clock.changed();
        }
        end();
        dialect().finished(outcome);
        sink.completed(outcome);
    }

    void fail(HeliosException error, List<HeliosException> notices, StatementSink sink) {
        HeliosException reason = timedOut && error.sqlState().equals(SqlState.QUERY_CANCELED)
                ? new HeliosException(SqlState.QUERY_CANCELED, "canceling statement due to statement timeout")
                : error;
        end();
        dialect().finished(Outcome.failed(reason, notices));
        sink.failed(reason);
    }

    private void startTimeout() {
        long millis = dialect().statementTimeoutMillis();
        if (millis > 0 && timeout == null) {
            timeout = loop.schedule(
                    () -> {
                        timedOut = true;
                        link.cancelStatement();
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public CompletionStage<Void> cancel() {
        if (fileRun != null && fileRun.abandon()) {
            return CompletableFuture.completedFuture(null);
        }
        return busy ? link.cancelStatement() : link.cancel();
    }

    @Override
    public void setReading(boolean reading) {
        link.setReading(reading);
    }

    @Override
    public void close() {
        if (timeout != null) {
            timeout.cancel(false);
        }
        link.close();
    }
}
