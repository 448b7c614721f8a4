package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.query.SessionValue;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.Token;
import io.heliosdb.sql.scan.TokenKind;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The text of a statement that PREPARE named. */
final class PreparedText {
    private PreparedText() {}

    /** Refuses what cannot be prepared: unreadable text, and PREPARE itself and LOAD (1295). */
    static void check(String text, StatementContext context) {
        if (context.tokens(text).atAny("PREPARE", "EXECUTE", "DEALLOCATE", "LOAD")) {
            throw Refusal.of(1295, "This command is not supported in the prepared statement protocol yet");
        }
    }

    /** The text with literals in place of its parameters. */
    static String filled(String text, List<SessionValue> values, Lexicon lexicon) {
        StringBuilder filled = new StringBuilder(text.length());
        Iterator<SessionValue> next = values.iterator();
        int copied = 0;
        for (Token token : Scanner.tokens(text, lexicon)) {
            if (token.kind() == TokenKind.PARAMETER) {
                if (!next.hasNext()) {
                    throw wrongCount();
                }
                filled.append(text, copied, token.start()).append(literal(next.next(), lexicon));
                copied = token.end();
            }
        }
        if (next.hasNext()) {
            throw wrongCount();
        }
        return filled.append(text, copied, text.length()).toString();
    }

    private static RuntimeException wrongCount() {
        return Refusal.of(1210, "Incorrect arguments to EXECUTE");
    }

    /** MySQL's text of a value. */
    private static String literal(SessionValue value, Lexicon lexicon) {
        String text = value.text();
        if (text == null) {
            return "NULL";
        }
        return switch (value.engineType()) {
            case "smallint", "integer", "bigint", "numeric" -> text;
            case "real", "double precision" -> text.toLowerCase(Locale.ROOT).contains("e") ? text : text + "e0";
            case "bytea" -> text.startsWith("\\x") ? "x'" + text.substring(2) + "'" : string(text, lexicon);
            default -> string(text, lexicon);
        };
    }

    private static String string(String text, Lexicon lexicon) {
        String escaped = lexicon.escapes() == Lexicon.Escapes.NONE ? text : text.replace("\\", "\\\\");
        return "'" + escaped.replace("'", "''") + "'";
    }
}
