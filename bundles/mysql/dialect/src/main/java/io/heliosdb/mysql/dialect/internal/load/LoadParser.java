package io.heliosdb.mysql.dialect.internal.load;

import io.heliosdb.mysql.dialect.internal.load.LoadStatement.Assignment;
import io.heliosdb.mysql.dialect.internal.load.LoadStatement.Target;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.type.EscapedOctets;
import io.heliosdb.sql.scan.TokenKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads LOAD DATA LOCAL (MySQL 8.4 manual, 15.2.9) behind its first word. */
final class LoadParser {
    private static final int MOST_DIGITS = 18;

    private final Tokens tokens;
    private final boolean backslashEscapes;

    private LoadParser(Tokens tokens, boolean backslashEscapes) {
        this.tokens = tokens;
        this.backslashEscapes = backslashEscapes;
    }

    /**
     * @param tokens behind LOAD
     * @param backslashEscapes whether a backslash escapes where the statement does not say; {@code sql_mode} does
     * @throws HeliosException 1064 for what is none, 1235 for what is not there, 1083 for a terminator that cannot be
     */
    static LoadStatement parse(Tokens tokens, boolean backslashEscapes) {
        return new LoadParser(tokens, backslashEscapes).statement();
    }

    private LoadStatement statement() {
        tokens.expect("DATA");
        tokens.acceptAny("LOW_PRIORITY", "CONCURRENT");
        tokens.expect("LOCAL", "INFILE");
        String file = tokens.string();
        Optional<String> duplicates = tokens.acceptAny("REPLACE", "IGNORE");
        tokens.expect("INTO", "TABLE");
        QualifiedName table = tokens.qualifiedName();
        if (tokens.at("PARTITION")) {
            throw Refusal.unsupported("PARTITION");
        }
        Optional<String> characterSet = characterSet();
        FileFormat format = lines(fields());
        long skipped = linesToSkip();
        List<Target> targets = targets();
        List<Assignment> assignments = tokens.accept("SET") ? assignments() : List.of();
        tokens.end();
        if (format.fixedRows()) {
            throw Refusal.unsupported("LOAD DATA with fixed-row format");
        }
        boolean replace = duplicates.filter("REPLACE"::equals).isPresent();
        return new LoadStatement(file, replace, !replace, table, characterSet, format, skipped, targets, assignments);
    }

    private Optional<String> characterSet() {
        if (tokens.accept("CHARACTER", "SET") || tokens.accept("CHARSET")) {
            return Optional.of(tokens.nameOrString());
        }
        return Optional.empty();
    }

    private FileFormat fields() {
        byte[] terminator = FileFormat.DEFAULT.fieldTerminator();
        int enclosed = FileFormat.DEFAULT.enclosed();
        int escape = backslashEscapes ? FileFormat.DEFAULT.escape() : FileFormat.NONE;
        if (tokens.acceptAny("FIELDS", "COLUMNS").isPresent()) {
            if (!tokens.atAny("TERMINATED", "OPTIONALLY", "ENCLOSED", "ESCAPED")) {
                throw tokens.error();
            }
            while (tokens.atAny("TERMINATED", "OPTIONALLY", "ENCLOSED", "ESCAPED")) {
                if (tokens.accept("TERMINATED", "BY")) {
                    terminator = octets();
                } else if (tokens.accept("ESCAPED", "BY")) {
                    escape = octet();
                } else {
                    tokens.accept("OPTIONALLY");
                    tokens.expect("ENCLOSED", "BY");
                    enclosed = octet();
                }
            }
        }
        return new FileFormat(
                terminator, enclosed, escape, FileFormat.DEFAULT.linePrefix(), FileFormat.DEFAULT.lineTerminator());
    }

    private FileFormat lines(FileFormat fields) {
        byte[] prefix = fields.linePrefix();
        byte[] terminator = fields.lineTerminator();
        if (tokens.accept("LINES")) {
            if (!tokens.atAny("TERMINATED", "STARTING")) {
                throw tokens.error();
            }
            while (tokens.atAny("TERMINATED", "STARTING")) {
                if (tokens.accept("TERMINATED", "BY")) {
                    terminator = octets();
                } else {
                    tokens.expect("STARTING", "BY");
                    prefix = octets();
                }
            }
        }
        return new FileFormat(fields.fieldTerminator(), fields.enclosed(), fields.escape(), prefix, terminator);
    }

    private byte[] octets() {
        return switch (tokens.peek().kind()) {
            case HEX -> HexFormat.of().parseHex(even(tokens.next().value()));
            case BITS -> new BigInteger("0" + tokens.next().value(), 2).toByteArray();
            default -> EscapedOctets.encode(tokens.string());
        };
    }

    private static String even(String digits) {
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }

    private int octet() {
        byte[] octets = octets();
        if (octets.length > 1) {
            throw Refusal.of(1083, "Field separator argument is not what is expected; check the manual");
        }
        return octets.length == 0 ? FileFormat.NONE : octets[0] & 0xff;
    }

    private long linesToSkip() {
        if (!tokens.accept("IGNORE")) {
            return 0;
        }
        String digits = tokens.integer();
        tokens.expectAny("LINES", "ROWS");
        return digits.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        if (!tokens.acceptSymbol("(") || tokens.acceptSymbol(")")) {
            return targets;
        }
        do {
            if (tokens.peek().kind() == TokenKind.VARIABLE) {
                targets.add(new Target.Variable(variable(tokens.next().value())));
            } else {
                targets.add(new Target.Column(column()));
            }
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return targets;
    }

    /** The name of a variable, which is the same in any case. */
    static String variable(String value) {
        return value.toLowerCase(Locale.ROOT);
    }

    /** A column, perhaps behind its table. */
    private String column() {
        String name = tokens.name().spelling();
        while (tokens.acceptSymbol(".")) {
            name = tokens.name().spelling();
        }
        return name;
    }

    private List<Assignment> assignments() {
        List<Assignment> assignments = new ArrayList<>();
        do {
            String column = column();
            if (!tokens.acceptSymbol("=")) {
                tokens.expectSymbol(":=");
            }
            assignments.add(new Assignment(column, tokens.expression()));
        } while (tokens.acceptSymbol(","));
        return assignments;
    }
}
