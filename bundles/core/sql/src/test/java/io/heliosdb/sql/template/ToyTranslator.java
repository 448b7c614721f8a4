package io.heliosdb.sql.template;

import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.type.EscapedOctets;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.Token;
import io.heliosdb.sql.scan.TokenKind;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Does to a literal in parentheses what the word before them says: all that rules do to literals. */
final class ToyTranslator implements Translator {
    private final List<String> asked = new ArrayList<>();

    /** The texts that were to be translated. */
    List<String> asked() {
        return asked;
    }

    @Override
    public Plan translate(Translation translation) {
        String sql = translation.sql();
        asked.add(sql);
        StringBuilder out = new StringBuilder();
        Consumer<Outcome> succeeded = Plan.NOTHING;
        List<Step> before = new ArrayList<>();
        List<Token> tokens = Scanner.tokens(sql, Lexicon.MYSQL);
        StatementKind kind = tokens.get(0).is("CREATE") ? StatementKind.DEFINITION : StatementKind.QUERY;
        for (int at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            boolean call = at + 3 < tokens.size()
                    && tokens.get(at + 1).isSymbol("(")
                    && tokens.get(at + 2).kind().literal()
                    && tokens.get(at + 3).isSymbol(")");
            if (token.is("remember")) {
                succeeded = outcome -> {};
            } else if (token.is("now")) {
                translation.once();
                out.append("'today' ");
            } else if (token.is("FROM")) {
                TableName table = new TableName("", tokens.get(at + 1).value());
                out.append(translation.catalog().table(table).isPresent() ? "FROM " : "FROM ONLY ");
            } else if (call) {
                Token literal = tokens.get(at + 2);
                String source = sql.substring(token.start(), tokens.get(at + 3).end());
                if (token.is("twice")) {
                    before.add(new Step("SELECT " + plain(literal), Step.Use.CAPTURE, List.of()));
                }
                out.append(item(token.text(), literal, source, translation)).append(' ');
                at += 3;
            } else {
                out.append(token.kind().literal() ? plain(token) : token.text()).append(' ');
            }
        }
        before.add(new Step(out.toString(), Step.Use.ROWS, List.of(0)));
        return new Plan(before, kind, TransactionEffect.STATEMENT, 1, List.of(), succeeded);
    }

    private static String item(String word, Token literal, String source, Translation translation) {
        String value = literal.value();
        return switch (word) {
            case "label" -> plain(literal) + " AS " + identifier(source);
            case "named" -> plain(literal) + " AS " + identifier(value.isEmpty() ? "?column?" : value);
            case "escape" -> "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
            case "unicode" -> "U&'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
            case "hex" -> "'\\x" + HexFormat.of().formatHex(EscapedOctets.encode(value)) + "'::bytea";
            case "folded" -> string(value.toLowerCase(Locale.ROOT));
            case "within" -> string("<" + value + "> day");
            case "dropped" -> "1";
            case "quoted" -> string(source);
            case "word" -> {
                if (!value.isEmpty() && value.chars().allMatch(Character::isLetterOrDigit)) {
                    yield "w" + value;
                }
                translation.needs(value);
                yield "nothing";
            }
            case "length" -> {
                translation.needs(value);
                yield Integer.toString(value.length());
            }
            case "whole" -> {
                translation.needsAll();
                yield Integer.toString(value.length());
            }
            case "refused" -> {
                if (value.length() > 8) {
                    throw new HeliosException("22001", "too long: " + value);
                }
                yield plain(literal);
            }
            default -> plain(literal);
        };
    }

    private static String plain(Token literal) {
        return literal.kind() == TokenKind.HEX
                ? "'\\x" + literal.value() + "'"
                : literal.kind() == TokenKind.STRING || literal.kind() == TokenKind.NATIONAL_STRING
                        ? string(literal.value())
                        : literal.text();
    }

    private static String string(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private static String identifier(String value) {
        return "\"" + value.replace("\"", "\"\"") + "\"";
    }
}
