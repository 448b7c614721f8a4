package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.type.Column;
import io.heliosdb.sql.session.ResultColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and describes the steps of a plan; inside a transaction behind a savepoint, which a refusal returns to. */
final class Preparation implements Answer {
    private static final String INDETERMINATE_DATATYPE = "42P18";
    private static final Pattern PARAMETER = Pattern.compile("\\$([0-9]{1,5})");

    private final EngineLink link;
    private final Plan plan;
    private final List<String> names;
    private final boolean atomic;
    private final ColumnOrigins origins;
    private final BiConsumer<Prepared.Variant, List<ResultColumn>> prepared;
    private final Consumer<HeliosException> refused;
    private final List<List<Integer>> types = new ArrayList<>();
    private final Map<Integer, List<Integer>> declared = new HashMap<>();
    private List<ResultColumn> columns = List.of();
    private HeliosException error;

    Preparation(
            EngineLink link,
            Plan plan,
            List<String> names,
            boolean atomic,
            ColumnOrigins origins,
            BiConsumer<Prepared.Variant, List<ResultColumn>> prepared,
            Consumer<HeliosException> refused) {
        this.link = link;
        this.plan = plan;
        this.names = names;
        this.atomic = atomic;
        this.origins = origins;
        this.prepared = prepared;
        this.refused = refused;
    }

    /** @throws HeliosException where the statement cannot be written; nothing was sent */
    void start() {
        boolean savepoint = atomic && link.inTransaction();
        link.batch(
                out -> {
                    if (savepoint) {
                        out.run(StatementSavepoint.SET);
                    }
                    for (int i = 0; i < names.size(); i++) {
                        out.parse(names.get(i), plan.steps().get(i).text(), declared.getOrDefault(i, List.of()));
                        out.describeStatement(names.get(i));
                    }
                    if (savepoint) {
                        out.run(StatementSavepoint.RELEASE);
                    }
                },
                this);
    }

    @Override
    public void parameters(List<Integer> stepTypes) {
        types.add(List.copyOf(stepTypes));
    }

    @Override
    public void columns(List<Column> described) {
        Step step = plan.steps().get(types.size() - 1);
        if (step.use() == Step.Use.ROWS) {
            columns = origins.of(described, step.correlations());
        }
    }

    @Override
    public void failed(HeliosException reason) {
        error = reason;
    }

    @Override
    public void ready(TransactionStatus status) {
        if (error == null) {
            prepared.accept(new Prepared.Variant(names, List.copyOf(types)), columns);
        } else if (status != TransactionStatus.FAILED) {
            failed();
        } else {
            link.batch(
                    out -> {
                        StatementSavepoint.restore(out);
                    },
                    new Answer() {
                        @Override
                        public void failed(HeliosException reason) {
                            // The status stays failed; the first reason is the one to tell.
                        }

                        @Override
                        public void ready(TransactionStatus now) {
                            Preparation.this.failed();
                        }
                    });
        }
    }

    /** A parameter that nothing gives a type ({@code ? IS NULL}) is a text. */
    private void failed() {
        Matcher parameter = PARAMETER.matcher(error.getMessage());
        int step = types.size();
        if (!error.sqlState().equals(INDETERMINATE_DATATYPE) || !parameter.find() || step >= names.size()) {
            refused.accept(error);
            return;
        }
        int number = Integer.parseInt(parameter.group(1));
        List<Integer> known = new ArrayList<>(declared.getOrDefault(step, List.of()));
        if (known.size() >= number && known.get(number - 1) != 0) {
            refused.accept(error);
            return;
        }
        while (known.size() < number) {
            known.add(0);
        }
        known.set(number - 1, PgTypes.TEXT);
        declared.put(step, known);
        error = null;
        types.clear();
        columns = List.of();
        start();
    }
}
