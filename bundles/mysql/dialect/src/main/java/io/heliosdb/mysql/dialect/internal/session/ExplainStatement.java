package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.statement.Listing;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Step.Use;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.sql.scan.TokenKind;
import java.util.List;
import java.util.Locale;

/** EXPLAIN of a statement (MySQL 8.4 manual, 15.8.2): the engine's plan in MySQL's three forms. */
final class ExplainStatement {
    private final Tokens tokens;
    private final StatementContext context;

    ExplainStatement(Tokens tokens, StatementContext context) {
        this.tokens = tokens;
        this.context = context;
    }

    /** Whether a statement follows, not a table. */
    boolean explains() {
        return tokens.atAny(
                        "SELECT",
                        "WITH",
                        "TABLE",
                        "VALUES",
                        "INSERT",
                        "REPLACE",
                        "UPDATE",
                        "DELETE",
                        "FORMAT",
                        "ANALYZE",
                        "EXTENDED",
                        "PARTITIONS",
                        "FOR")
                || tokens.atSymbol("(");
    }

    Plan plan() {
        boolean analyze = tokens.accept("ANALYZE");
        tokens.acceptAny("EXTENDED", "PARTITIONS");
        String format = analyze ? "TREE" : context.variable("explain_format");
        if (tokens.accept("FORMAT")) {
            tokens.expectSymbol("=");
            format = tokens.nameOrString().toUpperCase(Locale.ROOT);
        }
        if (tokens.at("FOR")) {
            throw Refusal.unsupported("EXPLAIN FOR CONNECTION");
        }
        String statement = tokens.rest();
        if (context.tokens(statement).peek().kind() == TokenKind.END) {
            throw tokens.error();
        }
        Plan explained = context.query(statement);
        if (explained.parameters() > 0 || explained.steps().isEmpty()) {
            throw Refusal.unsupported("EXPLAIN of this statement");
        }
        String text = EngineQuotes.string(
                explained.steps().get(explained.steps().size() - 1).text());
        Listing listing =
                switch (format) {
                    case "TRADITIONAL", "DEFAULT" ->
                        Listing.of(
                                "SELECT * FROM helios_mysql.explain_traditional(" + text + ")",
                                "id",
                                "select_type",
                                "table",
                                "partitions",
                                "type",
                                "possible_keys",
                                "key",
                                "key_len",
                                "ref",
                                "rows",
                                "filtered",
                                "Extra");
                    case "JSON" -> Listing.of("SELECT helios_mysql.explain_json(" + text + ")", "EXPLAIN");
                    case "TREE" ->
                        Listing.of("SELECT helios_mysql.explain_tree(" + text + ", " + analyze + ")", "EXPLAIN");
                    default -> throw Refusal.of(1791, "Unknown EXPLAIN format name: '" + format + "'");
                };
        return new Plan(
                List.of(new Step(listing.text(""), Use.ROWS, List.of())),
                explained.kind(),
                TransactionEffect.STATEMENT,
                0,
                List.of(),
                Plan.NOTHING);
    }
}
