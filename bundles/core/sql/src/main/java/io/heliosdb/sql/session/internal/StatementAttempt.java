package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.sql.session.Parameter;
import io.heliosdb.sql.session.StatementSink;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One statement on its way, perhaps for the second time. */
final class StatementAttempt implements StatementRun.End, StatementRun.StepWriter {
    /** Most times that the first statement of a transaction is tried when others were faster. */
    private static final int MOST_ATTEMPTS = 1000;

    /** What the catalog knew may be out of date: another session may have changed the table. */
    private static final Set<String> DOUBTFUL =
            Set.of("42703", "42P01", "42P10", "42704", "0A000"); // 0A000: cached plan must not change result type

    private static final String SYNTAX_OR_ACCESS = "42";

    private final TranslatedSession session;
    private final EngineLink link;
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

    /** @param prepared the statement that runs; null for one that is a text only */
    StatementAttempt(
            TranslatedSession session,
            String sql,
            Plan plan,
            Prepared prepared,
            List<Parameter> parameters,
            StatementSink sink) {
        this.session = session;
        link = session.link();
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
                    ? new Prepared.Variant(session.newNames(plan.steps().size()), types)
                    : prepared.base();
        }
    }

    String sql() {
        return sql;
    }

    Plan plan() {
        return plan;
    }

    StatementSink sink() {
        return sink;
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
            session.fail(refusal.get(), gathering.notices(), sink);
        } else {
            session.finish(plan, gathering.outcome(), sink);
        }
    }

    @Override
    public void failed(HeliosException error, Gathering gathering, boolean delivered, boolean restarted) {
        if (session.isTimedOut() || delivered || link.isClosed()) {
            session.fail(error, gathering.notices(), sink);
        } else if (restarted && error.sqlState().equals(SqlState.SERIALIZATION_FAILURE) && ++attempts < MOST_ATTEMPTS) {
            again();
        } else if (variantIsNew && error.sqlState().startsWith(SYNTAX_OR_ACCESS)) {
            link.closeStatements(variant.names());
            prepared.refuse(types);
            variantIsNew = false;
            variant = prepared.base();
            session.run(this);
        } else if (!replanned
                && (!session.catalog().isFresh() || prepared != null)
                && DOUBTFUL.contains(error.sqlState())) {
            replanned = true;
            session.catalog().clear();
            Consumer<HeliosException> refused = reason -> session.fail(reason, gathering.notices(), sink);
            if (prepared == null) {
                session.planner().plan(sql, renewed -> session.run(renewed(renewed, null)), refused);
            } else {
                session.planner().plan(sql, renewed -> prepareAnew(renewed, refused), refused);
            }
        } else {
            session.fail(error, gathering.notices(), sink);
        }
    }

    /** The statement's tables are no longer what they were when it was prepared. */
    private void prepareAnew(Plan renewed, Consumer<HeliosException> refused) {
        session.prepareAnew(prepared, renewed, () -> session.run(renewed(renewed, prepared)), refused);
    }

    private StatementAttempt renewed(Plan renewed, Prepared known) {
        StatementAttempt next = new StatementAttempt(session, sql, renewed, known, parameters, sink);
        next.replanned = true;
        next.attempts = attempts;
        return next;
    }

    /** The transaction, which had nothing but this statement, is begun anew where the client had begun it. */
    private void again() {
        if (session.transactionState().autocommit() || plan.transaction() == TransactionEffect.NONE) {
            link.batch(
                    out -> out.run(session.transactionState().begun()),
                    new SimpleAnswer(status -> session.run(this), this::giveUp));
        } else {
            session.run(this);
        }
    }

    private void giveUp(HeliosException error) {
        session.fail(error, List.of(), sink);
    }
}
