package @package@.internal;

import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.sql.parameter.ParameterAdapter;
import io.heliosdb.sql.parameter.ParameterizedStatement;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.ParameterStyle;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.TokenKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** One statement: what it is for, and what the engine runs for it. */
public final class @Name@Statement {
    /** How texts are read: strings, comments, names. */
    static final Lexicon LEXICON = Lexicon.POSTGRESQL;

    private static final ParameterAdapter PARAMETERS = new ParameterAdapter(LEXICON);

    private @Name@Statement() {}

    /** From its first word; everything has a kind. */
    public static StatementKind kind(String sql) {
        try {
            return kindOf(firstWord(sql));
        } catch (HeliosException noText) {
            return StatementKind.OTHER;
        }
    }

    private static StatementKind kindOf(String firstWord) {
        return switch (firstWord) {
            case "SELECT", "VALUES", "TABLE", "WITH", "SHOW" -> StatementKind.QUERY;
            case "INSERT", "UPDATE", "DELETE", "MERGE" -> StatementKind.MANIPULATION;
            case "CREATE", "ALTER", "DROP", "TRUNCATE" -> StatementKind.DEFINITION;
            case "BEGIN", "COMMIT", "ROLLBACK" -> StatementKind.TRANSACTION;
            default -> StatementKind.OTHER;
        };
    }

    /** The first word in upper case; empty where there is none. */
    static String firstWord(String sql) {
        Scanner scanner = new Scanner(sql, LEXICON);
        TokenKind kind = scanner.next();
        while (kind != TokenKind.END && scanner.is('(')) {
            kind = scanner.next();
        }
        return kind == TokenKind.WORD ? scanner.text().toUpperCase(Locale.ROOT) : "";
    }

    /**
     * What the engine runs.
     *
     * @throws HeliosException 42601 or 0A000 where it cannot be run
     */
    static Plan plan(String sql) {
        String word = firstWord(sql);
        switch (word) {
            case "BEGIN" -> {
                return control(TransactionEffect.BEGIN);
            }
            case "COMMIT" -> {
                return control(TransactionEffect.COMMIT);
            }
            case "ROLLBACK" -> {
                return control(TransactionEffect.ROLLBACK);
            }
            case "GOTO" -> throw new HeliosException(SqlState.FEATURE_NOT_SUPPORTED, "GOTO is not supported");
            default -> {
                return run(sql, kindOf(word));
            }
        }
    }

    private static Plan control(TransactionEffect effect) {
        return new Plan(List.of(), StatementKind.TRANSACTION, effect, 0, List.of(), Plan.NOTHING);
    }

    private static Plan run(String sql, StatementKind kind) {
        ParameterizedStatement statement = PARAMETERS.read(sql, Set.of(ParameterStyle.QMARK));
        List<Integer> numbers = IntStream.range(0, statement.count()).boxed().toList();
        Step.Use use = kind == StatementKind.QUERY ? Step.Use.ROWS : Step.Use.COUNT;
        return new Plan(
                List.of(new Step(rewritten(statement.text()), use, numbers)),
                kind,
                TransactionEffect.STATEMENT,
                statement.count(),
                List.of(),
                Plan.NOTHING);
    }

    /** The one rule: the word SYSDATE, where it is no part of a string, a comment or a quoted name. */
    private static String rewritten(String sql) {
        StringBuilder out = new StringBuilder();
        Scanner scanner = new Scanner(sql, LEXICON);
        while (scanner.nextOrTrivia() != TokenKind.END) {
            boolean rule = scanner.kind() == TokenKind.WORD && scanner.is("SYSDATE");
            out.append(rule ? "CURRENT_TIMESTAMP" : scanner.text());
        }
        return out.toString();
    }
}
