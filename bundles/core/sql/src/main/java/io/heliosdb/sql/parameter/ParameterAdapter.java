package io.heliosdb.sql.parameter;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.sql.scan.Feature;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.ParameterStyle;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.TokenKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Translates the marks of parameters between the styles of drivers and the internal form, {@code $1} with the order of the
 * client's values. Marks in strings, quoted identifiers and comments are no marks. In the two styles with percent signs
 * {@code %%} is a percent sign, everywhere.
 */
public final class ParameterAdapter {
    /** The count of parameters has 16 bits in the engine's protocol ("Bind"). */
    private static final int MOST = 65_535;

    private final Lexicon lexicon;

    /** @param lexicon the dialect of the statements; its own styles of parameters do not matter */
    public ParameterAdapter(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /** From one style to another one. */
    public ClientStatement translate(String sql, ParameterStyle from, ParameterStyle to) {
        return write(read(sql, Set.of(from)), to);
    }

    /**
     * Brings a client's statement into the internal form.
     *
     * @param styles those that its marks may have; it keeps to one of them
     * @throws HeliosException 42601 with a position for marks of two styles, a number out of bounds, a single percent sign;
     *     0A000 for a statement that has something else that reads as {@code $1}
     */
    public ParameterizedStatement read(String sql, Set<ParameterStyle> styles) {
        boolean percent = styles.contains(ParameterStyle.FORMAT) || styles.contains(ParameterStyle.PYFORMAT);
        Scanner scanner = new Scanner(sql, lexicon.withParameters(styles));
        StringBuilder text = new StringBuilder(sql.length());
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<Integer> marks = new ArrayList<>();
        ParameterStyle style = null;
        int most = 0;
        while (scanner.nextOrTrivia() != TokenKind.END) {
            if (scanner.kind() == TokenKind.PARAMETER) {
                ParameterStyle found = style(scanner);
                if (style != null && style != found) {
                    throw scanner.error("parameters in two styles: " + style + " and " + found, scanner.start());
                }
                style = found;
                int number;
                if (style.positional()) {
                    number = most + 1;
                } else if (style.numbered()) {
                    number = number(scanner);
                } else {
                    number = numbers.computeIfAbsent(scanner.value(), name -> numbers.size() + 1);
                }
                if (number > MOST) {
                    throw scanner.error("parameters: " + number + " (expected: at most " + MOST + ")", scanner.start());
                }
                most = Math.max(most, number);
                marks.add(number);
                text.append('$').append(number);
            } else {
                copy(scanner, percent, text);
            }
        }
        List<String> names = style != null && style.named()
                ? List.copyOf(numbers.keySet())
                : IntStream.rangeClosed(1, most).mapToObj(Integer::toString).toList();
        check(
                text.toString(),
                ParameterStyle.DOLLAR,
                marks.stream().map(number -> "" + number).toList());
        return new ParameterizedStatement(text.toString(), names);
    }

    private static int number(Scanner scanner) {
        String digits = scanner.value();
        int number = digits.length() > 5 ? MOST + 1 : Integer.parseInt(digits);
        if (number < 1 || number > MOST) {
            throw scanner.error("number of a parameter: " + digits + " (expected: 1.." + MOST + ")", scanner.start());
        }
        return number;
    }

    private static ParameterStyle style(Scanner scanner) {
        char first = scanner.source().charAt(scanner.start());
        char second = scanner.end() - scanner.start() > 1 ? scanner.source().charAt(scanner.start() + 1) : first;
        return switch (first) {
            case '?' -> ParameterStyle.QMARK;
            case '$' -> ParameterStyle.DOLLAR;
            case '@' -> ParameterStyle.AT;
            case '%' -> second == 's' ? ParameterStyle.FORMAT : ParameterStyle.PYFORMAT;
            default -> Character.isDigit(second) ? ParameterStyle.NUMERIC : ParameterStyle.NAMED;
        };
    }

    private static void copy(Scanner scanner, boolean percent, StringBuilder text) {
        String token = scanner.text();
        if (!percent || token.indexOf('%') < 0) {
            text.append(token);
            return;
        }
        if (scanner.kind() == TokenKind.OPERATOR && !token.equals("%%")) {
            throw scanner.error("a percent sign that is no parameter is written twice", scanner.start());
        }
        text.append(token.replace("%%", "%"));
    }

    /**
     * Writes a statement with marks of a style. A parameter without name gets one where the style has names: {@code p1}.
     *
     * @throws HeliosException 0A000 for a statement that has something else that reads as a mark of that style
     */
    public ClientStatement write(ParameterizedStatement statement, ParameterStyle style) {
        boolean percent = style == ParameterStyle.FORMAT || style == ParameterStyle.PYFORMAT;
        Scanner scanner = new Scanner(statement.text(), lexicon.withParameters(Set.of(ParameterStyle.DOLLAR)));
        List<String> names = style.named() ? names(statement) : List.of();
        StringBuilder text = new StringBuilder(statement.text().length());
        List<Integer> order = new ArrayList<>();
        List<String> marks = new ArrayList<>();
        while (scanner.nextOrTrivia() != TokenKind.END) {
            if (scanner.kind() == TokenKind.PARAMETER) {
                int number = number(scanner);
                if (number > statement.count()) {
                    throw scanner.error(
                            "number of a parameter: " + number + " (expected: 1.." + statement.count() + ")",
                            scanner.start());
                }
                String name = style.named() ? names.get(number - 1) : style.numbered() ? "" + number : "";
                marks.add(name);
                order.add(number - 1);
                text.append(mark(style, name));
            } else {
                String token = scanner.text();
                text.append(percent ? token.replace("%", "%%") : token);
            }
        }
        check(text.toString(), style, marks);
        if (style.positional()) {
            return new ClientStatement(text.toString(), style, order, numbers(order.size()));
        }
        List<Integer> all = IntStream.range(0, statement.count()).boxed().toList();
        return new ClientStatement(text.toString(), style, all, style.named() ? names : numbers(all.size()));
    }

    private static List<String> numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    }

    private static List<String> names(ParameterizedStatement statement) {
        return statement.names().stream()
                .map(name -> Character.isDigit(name.charAt(0)) ? "p" + name : name)
                .toList();
    }

    private static String mark(ParameterStyle style, String name) {
        return switch (style) {
            case QMARK -> "?";
            case FORMAT -> "%s";
            case NUMERIC, NAMED -> ":" + name;
            case PYFORMAT -> "%(" + name + ")s";
            case DOLLAR -> "$" + name;
            case AT -> "@" + name;
        };
    }

    /** Reads the text again: marks that were written next to something, or that were there before, may say something else. */
    private void check(String text, ParameterStyle style, List<String> marks) {
        Scanner scanner = new Scanner(text, lexicon.withParameters(Set.of(style)));
        List<String> found = new ArrayList<>();
        while (scanner.next() != TokenKind.END) {
            if (scanner.kind() == TokenKind.PARAMETER) {
                found.add(scanner.value());
            }
        }
        if (!found.equals(marks)) {
            throw new HeliosException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "the statement has other text that reads as parameters in the style " + style
                            + (lexicon.has(Feature.FREE_OPERATORS) ? ", an operator for instance" : ""));
        }
    }
}
