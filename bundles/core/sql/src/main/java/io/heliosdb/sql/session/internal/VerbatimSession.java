package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.parameter.ParameterAdapter;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.ParameterStyle;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.StatementSplitter;
import io.heliosdb.sql.scan.TokenKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The session of a dialect that is the engine's own: statements run as they are, errors stay as they are. */
public final class VerbatimSession implements DialectSession {
    private static final ParameterAdapter PARAMETERS = new ParameterAdapter(Lexicon.POSTGRESQL);

    private final Dialect dialect;
    private final SessionOpening opening;

    VerbatimSession(Dialect dialect, SessionOpening opening) {
        this.dialect = dialect;
        this.opening = opening;
    }

    /** The one step that a statement is, with parameters {@code $1}, {@code $2}, … */
    public static Plan plan(Dialect dialect, String statement) {
        int parameters =
                PARAMETERS.read(statement, Set.of(ParameterStyle.DOLLAR)).count();
        ByteBuf octets = Unpooled.copiedBuffer(statement, StandardCharsets.UTF_8);
        StatementKind kind = dialect.kind(octets);
        List<Integer> numbers = IntStream.range(0, parameters).boxed().toList();
        return new Plan(
                List.of(new Step(statement, returnsRows(kind, statement) ? Step.Use.ROWS : Step.Use.COUNT, numbers)),
                kind,
                kind == StatementKind.TRANSACTION ? TransactionEffect.NONE : TransactionEffect.STATEMENT,
                parameters,
                List.of(),
                Plan.NOTHING);
    }

    private static boolean returnsRows(StatementKind kind, String statement) {
        if (kind != StatementKind.MANIPULATION) {
            return kind == StatementKind.QUERY;
        }
        Scanner scanner = new Scanner(statement, Lexicon.POSTGRESQL);
        while (scanner.next() != TokenKind.END) {
            if (scanner.is("RETURNING")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Map<String, String> engineParameters() {
        return opening.schema().isEmpty() ? Map.of() : Map.of("search_path", opening.schema());
    }

    @Override
    public List<String> split(String text) {
        return StatementSplitter.split(text, Lexicon.POSTGRESQL);
    }

    @Override
    public Plan plan(String sql, Catalog catalog) {
        return plan(dialect, sql);
    }

    @Override
    public void finished(Outcome outcome) {
        // nothing is remembered
    }

    @Override
    public boolean autocommit() {
        return true;
    }

    @Override
    public String begin() {
        return "BEGIN";
    }

    /** As PostgreSQL: after an error a transaction can only be taken back. */
    @Override
    public boolean atomicStatements() {
        return false;
    }

    /** The engine is asked with SHOW. */
    @Override
    public Optional<String> setting(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> schema() {
        return Optional.of(opening.schema()).filter(schema -> !schema.isEmpty());
    }

    @Override
    public VendorError error(HeliosException error) {
        return new VendorError(0, error.sqlState(), error.getMessage());
    }

    @Override
    public void reset() {
        // nothing was remembered
    }
}
