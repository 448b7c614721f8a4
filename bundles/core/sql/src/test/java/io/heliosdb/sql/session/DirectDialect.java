package io.heliosdb.sql.session;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Step.Use;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The engine's own text behind words that say what to do with it: {@code rows SELECT 1}, {@code count UPDATE …},
 * {@code summary …}, {@code capture …}, {@code define CREATE …}, {@code of t rows SELECT …} (names a table), and the bare
 * words {@code begin}, {@code commit}, {@code rollback}, {@code nothing}; {@code refuse} is no statement. Steps are
 * separated by {@code ;;}; {@code file NAME} reads a {@link LineFile}.
 */
final class DirectDialect implements Dialect, DialectSession {
    boolean autocommit = true;
    String isolation = "REPEATABLE READ";
    long timeoutMillis;
    final List<Outcome> outcomes = new ArrayList<>();
    final List<Optional<io.heliosdb.spi.dialect.Table>> seen = new ArrayList<>();
    int plans;

    /** Whether it goes on with sessions of other versions. */
    boolean goesOn = true;

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public boolean verbatim() {
        return false;
    }

    @Override
    public StatementKind kind(ByteBuf sql) {
        return StatementKind.OTHER;
    }

    @Override
    public DialectSession open(SessionOpening opening) {
        return this;
    }

    @Override
    public Optional<Map<String, String>> state() {
        return Optional.of(Map.of("isolation", isolation));
    }

    @Override
    public Optional<DialectSession> resume(SessionOpening opening, Map<String, String> state) {
        isolation = state.get("isolation");
        return goesOn ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Map<String, String> engineParameters() {
        return Map.of("search_path", "pg_catalog, public");
    }

    @Override
    public List<String> split(String text) {
        return List.of(text);
    }

    @Override
    public Plan plan(String sql, Catalog catalog) {
        plans++;
        return switch (sql) {
            case "begin" -> control(TransactionEffect.BEGIN);
            case "commit" -> control(TransactionEffect.COMMIT);
            case "rollback" -> control(TransactionEffect.ROLLBACK);
            case "nothing" -> Plan.accepted(Plan.NOTHING);
            case "objection" ->
                Plan.accepted(outcome -> {
                    throw new HeliosException("22023", "objection");
                });
            case "refuse" -> throw new HeliosException("42601", "no statement");
            default ->
                sql.startsWith("file ")
                        ? Plan.reading(new LineFile(sql.substring(5), this::steps), List.of(), NOTHING)
                        : steps(sql, catalog);
        };
    }

    private static Plan control(TransactionEffect effect) {
        return new Plan(List.of(), StatementKind.TRANSACTION, effect, 0, List.of(), Plan.NOTHING);
    }

    private Plan steps(String sql, Catalog catalog) {
        String rest = sql;
        List<TableName> tables = new ArrayList<>();
        if (rest.startsWith("insert ")) { // looks at the table before it plans
            TableName name = new TableName("", rest.substring(7));
            seen.add(catalog.table(name));
            String key = catalog.table(name)
                    .flatMap(table -> table.generated())
                    .orElseThrow()
                    .name();
            rest = "summary INSERT INTO " + name.name() + " DEFAULT VALUES RETURNING " + key + " AS generated_key";
        }
        while (rest.startsWith("of ")) {
            int end = rest.indexOf(' ', 3);
            tables.add(new TableName("", rest.substring(3, end)));
            rest = rest.substring(end + 1);
        }
        List<Step> steps = new ArrayList<>();
        TransactionEffect effect = TransactionEffect.STATEMENT;
        StatementKind kind = StatementKind.QUERY;
        int parameters = 0;
        for (String step : rest.split(";;")) {
            String[] words = step.strip().split(" ", 2);
            int count = (int) words[1].chars().filter(letter -> letter == '$').count();
            parameters = Math.max(parameters, count);
            Use use =
                    switch (words[0]) {
                        case "rows" -> Use.ROWS;
                        case "count" -> Use.COUNT;
                        case "summary" -> Use.SUMMARY;
                        case "capture" -> Use.CAPTURE;
                        case "savepoint" -> Use.DISCARD;
                        default -> Use.DISCARD;
                    };
            if (words[0].equals("count") || words[0].equals("summary")) {
                kind = StatementKind.MANIPULATION;
            }
            if (words[0].equals("define")) {
                effect = TransactionEffect.COMMITS;
                kind = StatementKind.DEFINITION;
            } else if (words[0].equals("savepoint")) {
                effect = TransactionEffect.SAVEPOINT;
            }
            steps.add(new Step(words[1], use, IntStream.range(0, count).boxed().toList()));
        }
        return new Plan(steps, kind, effect, parameters, tables, NOTHING);
    }

    private static final Consumer<Outcome> NOTHING = Plan.NOTHING;

    @Override
    public void finished(Outcome outcome) {
        outcomes.add(outcome);
    }

    @Override
    public boolean autocommit() {
        return autocommit;
    }

    @Override
    public String begin() {
        return "BEGIN ISOLATION LEVEL " + isolation;
    }

    @Override
    public boolean atomicStatements() {
        return true;
    }

    @Override
    public long statementTimeoutMillis() {
        return timeoutMillis;
    }

    @Override
    public Optional<String> setting(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> schema() {
        return Optional.empty();
    }

    @Override
    public VendorError error(HeliosException error) {
        return new VendorError(1, error.sqlState(), error.getMessage());
    }

    @Override
    public void reset() {
        autocommit = true;
    }
}
