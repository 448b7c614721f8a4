package io.heliosdb.mysql.dialect.internal.prelude;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a file of the prelude into its statements: one ends where a line ends with a semicolon, outside of dollar quotes. That is
 * a convention of these files, which a test holds against {@link io.heliosdb.sql.scan.StatementSplitter}; to scan them costs
 * half a second of each start.
 */
final class PreludeText {
    private static final Pattern DOLLAR_QUOTE = Pattern.compile("\\$[a-z]*\\$");

    private PreludeText() {}

    static List<String> statements(String file) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        String quote = "";
        for (String line : (Iterable<String>) file.lines()::iterator) {
            quote = quoteAfter(line, quote);
            if (quote.isEmpty() && line.endsWith(";")) {
                statement.append(line, 0, line.length() - 1);
                statements.add(statement.toString().strip());
                statement.setLength(0);
            } else {
                statement.append(line).append('\n');
            }
        }
        return statements;
    }

    /** The dollar quote that is open at the end of a line; empty for none. */
    private static String quoteAfter(String line, String before) {
        String open = before;
        if (line.indexOf('$') >= 0) {
            Matcher quotes = DOLLAR_QUOTE.matcher(line);
            while (quotes.find()) {
                if (open.isEmpty()) {
                    open = quotes.group();
                } else if (open.equals(quotes.group())) {
                    open = "";
                }
            }
        }
        return open;
    }
}
