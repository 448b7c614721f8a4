package io.heliosdb.sql.rewrite;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Query;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.Token;
import io.heliosdb.sql.scan.TokenKind;
import java.util.Locale;
import java.util.Set;

/** The smallest dialect: what the framework reads by itself, with the operators of the standard. */
final class PlainParser extends QueryParser {
    private static final Set<String> RESERVED = Set.of(
            ("SELECT FROM WHERE GROUP HAVING WINDOW ORDER LIMIT UNION EXCEPT INTERSECT ON USING JOIN INNER LEFT RIGHT FULL"
                            + " CROSS NATURAL AS AND OR NOT CASE WHEN THEN ELSE END IS IN LIKE BETWEEN OFFSET FOR INTO SET"
                            + " FILTER OVER EXISTS CAST")
                    .split(" "));

    private PlainParser(String sql, Lexicon lexicon) {
        super(sql, Scanner.tokens(sql, lexicon));
    }

    static PlainParser of(String sql) {
        return new PlainParser(sql, Lexicon.MYSQL);
    }

    Query whole() {
        Query query = query();
        expectEnd();
        return query;
    }

    Expression wholeExpression() {
        Expression expression = expression();
        expectEnd();
        return expression;
    }

    @Override
    protected HeliosException unexpected(Token found) {
        return new HeliosException("42601", "at " + found.start() + " \"" + found.text() + "\"");
    }

    @Override
    protected HeliosException tooDeep() {
        return new HeliosException("54001", "too deep");
    }

    @Override
    protected int precedence(Token operator) {
        if (operator.is("OR")) {
            return Precedence.OR;
        }
        if (operator.is("XOR")) {
            return Precedence.XOR;
        }
        if (operator.is("AND")) {
            return Precedence.AND;
        }
        return operator.kind() != TokenKind.OPERATOR
                ? -1
                : switch (operator.text()) {
                    case "=", "<", ">", "<>", "<=", ">=", "<=>" -> Precedence.COMPARISON;
                    case "+", "-" -> Precedence.ADDITIVE;
                    case "*", "/" -> Precedence.MULTIPLICATIVE;
                    case "|" -> Precedence.BIT_OR;
                    default -> -1;
                };
    }

    @Override
    protected String canonical(Token operator) {
        return operator.text().toUpperCase(Locale.ROOT);
    }

    @Override
    protected boolean reserved(String word) {
        return RESERVED.contains(word);
    }

    @Override
    protected boolean callable(String word) {
        return word.equals("LEFT");
    }
}
