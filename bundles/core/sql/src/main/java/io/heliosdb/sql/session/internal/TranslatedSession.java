package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.CatalogMiss;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.type.Row;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The session of a dialect that is translated. */
public final class TranslatedSession implements SqlSession {
    /** Most times that the first statement of a transaction is tried when others were faster. */
    private static final int MOST_ATTEMPTS = 1000;

    /** What the catalog knew may be out of date: another session may have changed the table. */
    private static final Set<String> DOUBTFUL =
            Set.of("42703", "42P01", "42P10", "42704", "0A000"); // 0A000: cached plan must not change result type

    private static final String SYNTAX_OR_ACCESS = "42";

    private final Dialect dialect;
    private final DialectSession session;
    private final SessionListener listener;
    private final SessionOpening opening;
    private final TransactionState transaction;
    private final DefinitionClock clock;
    private final TableCatalog catalog;
    private final ColumnOrigins origins;
    private final EngineLink link;
    private final BaseTypes baseTypes;
    private final List<String> cursorsToClose = new ArrayList<>();
    private EventLoop loop;
    private boolean lookupPrepared;
    private long names;
    private boolean busy;
    private Future<?> timeout;
    private boolean timedOut;

    public TranslatedSession(Dialect dialect, SessionOpening opening, SessionListener listener) {
        this.dialect = dialect;
        this.opening = opening;
        this.listener = listener;
        session = dialect.open(opening);
        transaction = new TransactionState(session);
        clock = new DefinitionClock(opening.database());
        catalog = new TableCatalog(clock);
        origins = new ColumnOrigins(catalog);
        link = new EngineLink(listener, this::opened);
        baseTypes = new BaseTypes(link);
    }

    /** The outcome arrives at the listener. */
    public void open(Engine engine, Role role, Map<String, String> parameters, EventLoop eventLoop) {
        loop = eventLoop;
        Map<String, String> all = new HashMap<>(parameters);
        all.put("client_encoding", "UTF8");
        all.putAll(session.engineParameters());
        link.open(engine, new SessionRequest(role, opening.database(), all, dialect.prelude()), eventLoop);
    }

    private void opened(SessionStart start) {
        session.opened(start);
        listener.opened(start);
    }

    @Override
    public DialectSession dialect() {
        return session;
    }

    @Override
    public TransactionStatus transaction() {
        return link.status();
    }

    // ------------------------------------------------------------------ statements

    @Override
    public void execute(String sql, StatementSink sink) {
        begin(() -> plan(
                sql,
                plan -> {
                    if (plan.parameters() > 0) {
                        fail(withoutValue(), List.of(), sink);
                    } else {
                        run(new Attempt(sql, plan, null, List.of(), sink));
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
        if (prepared.isNamed()) {
            begin(() -> lookUp(
                    prepared.plan(),
                    plan -> run(new Attempt(prepared.sql(), plan, prepared, parameters, sink)),
                    refused));
        } else {
            // What it does depends on the session as it is now.
            begin(() -> plan(
                    prepared.sql(), plan -> run(new Attempt(prepared.sql(), plan, null, parameters, sink)), refused));
        }
    }

    /** One statement on its way, perhaps for the second time. */
    private final class Attempt implements StatementRun.End, StatementRun.StepWriter {
        private final String sql;
        private final Plan plan;
        private final Prepared prepared;
        private final List<Parameter> parameters;
        private final StatementSink sink;
        private final List<List<Integer>> types;
        private Prepared.Variant variant;
        private boolean variantIsNew;
        private int attempts;
        private boolean replanned;

        Attempt(String sql, Plan plan, Prepared prepared, List<Parameter> parameters, StatementSink sink) {
            this.sql = sql;
            this.plan = plan;
            this.prepared = prepared;
            this.parameters = parameters;
            this.sink = sink;
            types = prepared == null ? List.of() : prepared.typesFor(parameters);
            variant = prepared == null ? null : prepared.variant(types);
            if (prepared != null && variant == null) {
                variantIsNew = prepared.hasRoom();
                variant = variantIsNew
                        ? new Prepared.Variant(newNames(plan.steps().size()), types)
                        : prepared.base();
            }
        }

        @Override
        public void write(FrontendWriter out, int number) {
            Step step = plan.steps().get(number);
            boolean described = step.use() == Step.Use.ROWS || step.use() == Step.Use.SUMMARY;
            short format = step.use() == Step.Use.ROWS ? FrontendWriter.BINARY : FrontendWriter.TEXT;
            String name = "";
            List<Integer> stepTypes;
            if (variant == null) {
                stepTypes = step.parameters().stream()
                        .map(index -> parameters.get(index).type())
                        .toList();
                out.parse(name, step.text(), stepTypes);
            } else {
                name = variant.names().get(number);
                stepTypes = variant.types().get(number);
                if (variantIsNew) {
                    out.parse(name, step.text(), stepTypes);
                }
            }
            out.bind(name, step.parameters().stream().map(parameters::get).toList(), stepTypes, format);
            if (described) {
                out.describePortal();
            }
            out.execute();
        }

        @Override
        public void succeeded(Gathering gathering) {
            if (variantIsNew) {
                prepared.keep(variant);
                variantIsNew = false;
            }
            Optional<HeliosException> refusal = gathering.refusal();
            if (refusal.isPresent()) {
                fail(refusal.get(), gathering.notices(), sink);
            } else {
                finish(plan, gathering.outcome(), sink);
            }
        }

        @Override
        public void failed(HeliosException error, Gathering gathering, boolean delivered, boolean restarted) {
            if (timedOut || delivered || link.isClosed()) {
                fail(error, gathering.notices(), sink);
            } else if (restarted
                    && error.sqlState().equals(SqlState.SERIALIZATION_FAILURE)
                    && ++attempts < MOST_ATTEMPTS) {
                again();
            } else if (variantIsNew && error.sqlState().startsWith(SYNTAX_OR_ACCESS)) {
                link.closeStatements(variant.names());
                prepared.refuse(types);
                variantIsNew = false;
                variant = prepared.base();
                run(this);
            } else if (!replanned && (!catalog.isFresh() || prepared != null) && DOUBTFUL.contains(error.sqlState())) {
                replanned = true;
                catalog.clear();
                Consumer<HeliosException> refused = reason -> fail(reason, gathering.notices(), sink);
                if (prepared == null) {
                    plan(sql, renewed -> run(renewed(renewed, null)), refused);
                } else {
                    plan(sql, renewed -> prepareAnew(renewed, refused), refused);
                }
            } else {
                fail(error, gathering.notices(), sink);
            }
        }

        /** The statement's tables are no longer what they were when it was prepared. */
        private void prepareAnew(Plan renewed, Consumer<HeliosException> refused) {
            link.closeStatements(prepared.allNames());
            prepare(
                    renewed,
                    (base, columns) -> {
                        prepared.renew(renewed, base, columns);
                        run(renewed(renewed, prepared));
                    },
                    refused);
        }

        private Attempt renewed(Plan renewed, Prepared known) {
            Attempt next = new Attempt(sql, renewed, known, parameters, sink);
            next.replanned = true;
            next.attempts = attempts;
            return next;
        }

        /** The transaction, which had nothing but this statement, is begun anew where the client had begun it. */
        private void again() {
            if (transaction.autocommit() || plan.transaction() == TransactionEffect.NONE) {
                link.batch(out -> out.run(transaction.begun()), new Simple(status -> run(this), this::giveUp));
            } else {
                run(this);
            }
        }

        private void giveUp(HeliosException error) {
            fail(error, List.of(), sink);
        }
    }

    private void run(Attempt attempt) {
        session.running(attempt.sql, attempt.plan);
        StatementRun run = new StatementRun(link, transaction, attempt.plan, attempt, attempt.sink, origins, attempt);
        try {
            startTimeout();
            run.start();
        } catch (HeliosException e) {
            fail(e, List.of(), attempt.sink);
        }
    }

    private List<String> newNames(int count) {
        names++;
        List<String> result = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            result.add("helios_" + names + "_" + i);
        }
        return result;
    }

    // ------------------------------------------------------------------ planning

    private void plan(String sql, Consumer<Plan> next, Consumer<HeliosException> refused) {
        Plan plan;
        try {
            plan = session.plan(sql, catalog);
        } catch (CatalogMiss miss) {
            lookUp(miss.table(), () -> plan(sql, next, refused), refused);
            return;
        } catch (HeliosException e) {
            refused.accept(e);
            return;
        }
        lookUp(plan, next, refused);
    }

    /** Makes sure of the plan's tables, whose columns tell the client what its result is made of. */
    private void lookUp(Plan plan, Consumer<Plan> next, Consumer<HeliosException> refused) {
        for (TableName table : plan.tables()) {
            if (!catalog.knows(table)) {
                lookUp(table, () -> lookUp(plan, next, refused), refused);
                return;
            }
        }
        next.accept(plan);
    }

    private void lookUp(TableName table, Runnable next, Consumer<HeliosException> refused) {
        TableLookup lookup = new TableLookup(
                table,
                found -> {
                    lookupPrepared = true;
                    catalog.add(table, found);
                    next.run();
                },
                refused);
        link.batch(
                out -> {
                    if (!lookupPrepared) {
                        TableLookup.prepare(out, dialect.prelude().isPresent());
                    }
                    lookup.write(out, dialect.name());
                },
                lookup);
    }

    // ------------------------------------------------------------------ preparing

    @Override
    public void prepare(String sql, PrepareSink sink) {
        begin(() -> plan(sql, plan -> prepare(sql, plan, sink), error -> refuse(error, sink)));
    }

    private void prepare(String sql, Plan plan, PrepareSink sink) {
        boolean lasting = plan.succeeded() == Plan.NOTHING
                && !plan.steps().isEmpty()
                && (plan.steps().size() == 1 || plan.parameters() > 0)
                && (plan.kind() == StatementKind.QUERY || plan.kind() == StatementKind.MANIPULATION);
        if (!lasting) {
            Prepared prepared = new Prepared(sql, plan, new Prepared.Variant(List.of(), List.of()), List.of());
            end();
            sink.prepared(prepared);
            return;
        }
        prepare(
                plan,
                (variant, columns) -> {
                    end();
                    sink.prepared(new Prepared(sql, plan, variant, columns));
                },
                error -> refuse(error, sink));
    }

    private void prepare(
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

    private void refuse(HeliosException error, PrepareSink sink) {
        end();
        session.finished(Outcome.failed(error, List.of()));
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
        Plan plan = prepared.plan();
        if (!prepared.isNamed()
                || plan.steps().size() != 1
                || plan.steps().get(0).use() != Step.Use.ROWS) {
            execute(statement, parameters, sink);
            return;
        }
        Step query = plan.steps().get(0);
        Step declare = new Step(
                "DECLARE \"" + cursor + "\" CURSOR WITH HOLD FOR " + query.text(),
                Step.Use.DISCARD,
                query.parameters());
        Plan declaring = new Plan(
                List.of(declare),
                StatementKind.OTHER,
                TransactionEffect.STATEMENT,
                plan.parameters(),
                List.of(),
                Plan.NOTHING);
        List<Parameter> typed = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            typed.add(new Parameter(
                    prepared.parameterTypes().get(i), parameters.get(i).value()));
        }
        Attempt attempt = new Attempt(prepared.sql(), declaring, null, typed, new StatementSink() {
            @Override
            public void columns(List<ResultColumn> columns) {
                throw new IllegalStateException("columns of a DECLARE");
            }

            @Override
            public void row(Row row) {
                throw new IllegalStateException("a row of a DECLARE");
            }

            @Override
            public void completed(Outcome outcome) {
                sink.columns(prepared.columns());
                sink.completed(outcome);
            }

            @Override
            public void failed(HeliosException error) {
                sink.failed(error);
            }
        });
        begin(() -> run(attempt));
    }

    @Override
    public void fetch(String cursor, int rows, StatementSink sink) {
        String text = "FETCH FORWARD " + rows + " FROM \"" + cursor + "\"";
        Plan plan = new Plan(
                List.of(new Step(text, Step.Use.ROWS, List.of())),
                StatementKind.QUERY,
                TransactionEffect.NONE,
                0,
                List.of(),
                Plan.NOTHING);
        Attempt attempt = new Attempt(text, plan, null, List.of(), new StatementSink() {
            @Override
            public void columns(List<ResultColumn> columns) {
                // told when the cursor was opened
            }

            @Override
            public void row(Row row) {
                sink.row(row);
            }

            @Override
            public void completed(Outcome outcome) {
                sink.completed(outcome);
            }

            @Override
            public void failed(HeliosException error) {
                sink.failed(error);
            }
        });
        begin(() -> run(attempt));
    }

    @Override
    public void closeCursor(String cursor) {
        cursorsToClose.add(cursor);
    }

    // ------------------------------------------------------------------ reset

    @Override
    public void reset(StatementSink sink) {
        begin(() -> discard(sink));
    }

    private void discard(StatementSink sink) {
        cursorsToClose.clear();
        Simple rest = new Simple(
                status -> {
                    lookupPrepared = false;
                    link.forgetStatements();
                    catalog.clear();
                    transaction.ran(TransactionEffect.NONE, status);
                    session.reset();
                    end();
                    sink.completed(new Gathering().outcome());
                },
                error -> fail(error, List.of(), sink));
        if (link.inTransaction()) {
            link.batch(
                    out -> out.run("ROLLBACK"),
                    new Simple(
                            status -> link.batch(out -> out.run("DISCARD ALL"), rest),
                            error -> fail(error, List.of(), sink)));
        } else {
            link.batch(out -> out.run("DISCARD ALL"), rest);
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
        closeCursors(next);
    }

    /** One by one, because one that a rollback took along cannot be closed; inside a transaction that would end it. */
    private void closeCursors(Runnable next) {
        if (cursorsToClose.isEmpty() || link.inTransaction()) {
            next.run();
            return;
        }
        String cursor = cursorsToClose.remove(cursorsToClose.size() - 1);
        link.batch(
                out -> out.run("CLOSE \"" + cursor + "\""),
                new Simple(status -> closeCursors(next), gone -> closeCursors(next)));
    }

    private void end() {
        busy = false;
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }

    private void finish(Plan plan, Outcome outcome, StatementSink sink) {
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
        session.finished(outcome);
        sink.completed(outcome);
    }

    private void fail(HeliosException error, List<HeliosException> notices, StatementSink sink) {
        HeliosException reason = timedOut && error.sqlState().equals(SqlState.QUERY_CANCELED)
                ? new HeliosException(SqlState.QUERY_CANCELED, "canceling statement due to statement timeout")
                : error;
        end();
        session.finished(Outcome.failed(reason, notices));
        sink.failed(reason);
    }

    private void startTimeout() {
        long millis = session.statementTimeoutMillis();
        if (millis > 0 && timeout == null) {
            timeout = loop.schedule(
                    () -> {
                        timedOut = true;
                        link.cancel();
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public CompletionStage<Void> cancel() {
        return link.cancel();
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

    /** A batch whose result is its success. */
    private record Simple(
            Consumer<TransactionStatus> succeeded, Consumer<HeliosException> refused, HeliosException[] error)
            implements Answer {
        Simple(Consumer<TransactionStatus> succeeded, Consumer<HeliosException> refused) {
            this(succeeded, refused, new HeliosException[1]);
        }

        @Override
        public void failed(HeliosException reason) {
            error[0] = reason;
        }

        @Override
        public void ready(TransactionStatus status) {
            if (error[0] == null) {
                succeeded.accept(status);
            } else {
                refused.accept(error[0]);
            }
        }
    }
}
