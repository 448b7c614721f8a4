package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.statement.CharacterSet;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a data type (MySQL 8.4 manual, chapter 13). */
final class TypeParser {
    private static final int MOST_CHARACTERS = 255;
    private static final int MOST_VARIABLE_CHARACTERS = 16383;
    private static final int MOST_OCTETS = 65535;
    private static final int MOST_DIGITS = 65;
    private static final int MOST_SCALE = 30;
    private static final int MOST_FRACTION = 6;
    private static final int MOST_BITS = 64;
    private static final int YEAR_DIGITS = 4;
    private static final int SINGLE_DIGITS = 24;

    private final Tokens tokens;
    /** For messages. */
    private final String column;

    TypeParser(Tokens tokens, String column) {
        this.tokens = tokens;
        this.column = column;
    }

    ColumnType parse() {
        if (!tokens.atName()) {
            throw tokens.error();
        }
        int mark = tokens.mark();
        String word = tokens.next().text().toUpperCase(Locale.ROOT);
        return switch (word) {
            case "TINYINT", "INT1" -> tinyint();
            case "BOOL", "BOOLEAN" -> ColumnType.of("helios_mysql.tinyint1", Family.INTEGER, "tinyint(1)");
            case "SMALLINT", "INT2" -> integer("smallint", "smallint");
            case "MEDIUMINT", "INT3", "MIDDLEINT" -> integer("mediumint", "helios_mysql.mediumint");
            case "INT", "INTEGER", "INT4" -> integer("int", "integer");
            case "BIGINT", "INT8" -> integer("bigint", "bigint");
            case "DECIMAL", "NUMERIC", "DEC", "FIXED" -> decimal();
            case "FLOAT" -> floating();
            case "FLOAT4" -> real("float", "real");
            case "DOUBLE" -> {
                tokens.accept("PRECISION");
                yield real("double", "double precision");
            }
            case "FLOAT8", "REAL" -> real("double", "double precision");
            case "BIT" -> bit();
            case "YEAR" -> {
                if (tokens.length().filter(digits -> digits != YEAR_DIGITS).isPresent()) {
                    throw Refusal.of(1818, "Supports only YEAR or YEAR(4) column.");
                }
                yield ColumnType.of("helios_mysql.year", Family.YEAR, "year");
            }
            case "DATE" -> ColumnType.of("date", Family.DATE, "date");
            case "TIME" -> temporal("time", "interval", "", Family.TIME);
            case "DATETIME" -> temporal("datetime", "timestamp", " without time zone", Family.DATETIME);
            case "TIMESTAMP" -> temporal("timestamp", "timestamp", " with time zone", Family.TIMESTAMP);
            case "JSON" -> ColumnType.of("jsonb", Family.JSON, "json");
            default -> {
                tokens.rewind(mark);
                yield characterOrRefused();
            }
        };
    }

    // ------------------------------------------------------------------ numbers

    private ColumnType tinyint() {
        Optional<Integer> width = tokens.length();
        Signs signs = signs();
        if (!signs.unsigned() && width.equals(Optional.of(1))) {
            return ColumnType.of("helios_mysql.tinyint1", Family.INTEGER, "tinyint(1)");
        }
        return signed("tinyint", "helios_mysql.tinyint", width, signs);
    }

    private ColumnType integer(String name, String engine) {
        return signed(name, engine, tokens.length(), signs());
    }

    private static ColumnType signed(String name, String engine, Optional<Integer> width, Signs signs) {
        if (!signs.unsigned()) {
            return ColumnType.of(engine, Family.INTEGER, name);
        }
        ColumnType type = ColumnType.of("helios_mysql." + name + "_unsigned", Family.INTEGER, name + " unsigned");
        if (!signs.zerofill()) {
            return type;
        }
        int digits = width.orElse(widthOf(name));
        return type.asStated(name + "(" + digits + ") unsigned zerofill");
    }

    private static int widthOf(String name) {
        return switch (name) {
            case "tinyint" -> 3;
            case "smallint" -> 5;
            case "mediumint" -> 8;
            case "int" -> 10;
            default -> 20;
        };
    }

    private record Signs(boolean unsigned, boolean zerofill) {
        String words() {
            return (unsigned ? " unsigned" : "") + (zerofill ? " zerofill" : "");
        }
    }

    private Signs signs() {
        boolean unsigned = false;
        boolean zerofill = false;
        while (tokens.atAny("UNSIGNED", "SIGNED", "ZEROFILL")) {
            String word = tokens.next().text().toUpperCase(Locale.ROOT);
            zerofill |= word.equals("ZEROFILL");
            unsigned |= !word.equals("SIGNED");
        }
        return new Signs(unsigned, zerofill);
    }

    private ColumnType decimal() {
        int precision = 10;
        int scale = 0;
        if (tokens.acceptSymbol("(")) {
            precision = Tokens.small(tokens.integer());
            if (tokens.acceptSymbol(",")) {
                scale = Tokens.small(tokens.integer());
            }
            tokens.expectSymbol(")");
        }
        if (precision > MOST_DIGITS) {
            throw Refusal.of(
                    1426, "Too-big precision " + precision + " specified for '" + column + "'. Maximum is 65.");
        }
        if (scale > MOST_SCALE) {
            throw Refusal.of(1425, "Too big scale " + scale + " specified for column '" + column + "'. Maximum is 30.");
        }
        if (scale > precision) {
            throw tooManyDecimals();
        }
        String digits = "(" + precision + "," + scale + ")";
        return unsignedRule(ColumnType.of("numeric" + digits, Family.DECIMAL, "decimal" + digits));
    }

    private RuntimeException tooManyDecimals() {
        return Refusal.of(
                1427, "For float(M,D), double(M,D) or decimal(M,D), M must be >= D (column '" + column + "').");
    }

    private ColumnType floating() {
        int mark = tokens.mark();
        if (tokens.acceptSymbol("(")) {
            int digits = Tokens.small(tokens.integer());
            if (tokens.acceptSymbol(")")) {
                return digits > SINGLE_DIGITS ? unsignedRule(doubleType()) : unsignedRule(floatType());
            }
            tokens.rewind(mark);
        }
        return real("float", "real");
    }

    private static ColumnType floatType() {
        return ColumnType.of("real", Family.FLOATING, "float");
    }

    private static ColumnType doubleType() {
        return ColumnType.of("double precision", Family.FLOATING, "double");
    }

    private ColumnType real(String name, String engine) {
        ColumnType type = ColumnType.of(engine, Family.FLOATING, name);
        if (tokens.acceptSymbol("(")) {
            int digits = Tokens.small(tokens.integer());
            tokens.expectSymbol(",");
            int scale = Tokens.small(tokens.integer());
            tokens.expectSymbol(")");
            if (scale > digits) {
                throw tooManyDecimals();
            }
            type = type.asStated(name + "(" + digits + "," + scale + ")");
        }
        return unsignedRule(type);
    }

    private ColumnType unsignedRule(ColumnType type) {
        Signs signs = signs();
        return signs.unsigned()
                ? type.asStated(type.declaration() + signs.words()).withRule("unsigned", "", " >= 0")
                : type;
    }

    private ColumnType bit() {
        int bits = tokens.length().orElse(1);
        if (bits < 1 || bits > MOST_BITS) {
            throw Refusal.of(1439, "Display width out of range for column '" + column + "' (max = 64)");
        }
        ColumnType type = ColumnType.of("helios_mysql.bit", Family.BIT, "bit(" + bits + ")")
                .asStated();
        return bits == MOST_BITS ? type : type.withRule("length", "", " BETWEEN 0 AND " + ((1L << bits) - 1));
    }

    // ------------------------------------------------------------------ times

    private ColumnType temporal(String name, String engine, String behind, Family family) {
        int digits = tokens.length().orElse(0);
        if (digits > MOST_FRACTION) {
            throw Refusal.of(1426, "Too-big precision " + digits + " specified for '" + column + "'. Maximum is 6.");
        }
        return ColumnType.of(
                        engine + "(" + digits + ")" + behind, family, digits == 0 ? name : name + "(" + digits + ")")
                .withPrecision(digits);
    }

    // ------------------------------------------------------------------ characters and octets

    private ColumnType characterOrRefused() {
        int mark = tokens.mark();
        String word = tokens.next().text().toUpperCase(Locale.ROOT);
        return switch (word) {
            case "CHAR", "CHARACTER" -> character(tokens.acceptAny("VARYING").isPresent(), false);
            case "VARCHAR", "VARCHARACTER" -> character(true, false);
            case "NCHAR" -> character(tokens.accept("VARCHAR") || tokens.accept("VARYING"), true);
            case "NVARCHAR" -> character(true, true);
            case "NATIONAL" -> national();
            case "TINYTEXT" -> text("tinytext");
            case "TEXT" -> {
                tokens.length();
                yield text("text");
            }
            case "MEDIUMTEXT" -> text("mediumtext");
            case "LONGTEXT" -> text("longtext");
            case "LONG" -> {
                if (tokens.accept("VARBINARY")) {
                    yield blob("mediumblob");
                }
                tokens.accept("VARCHAR");
                yield text("mediumtext");
            }
            case "BINARY" -> octets("binary", tokens.length().orElse(1));
            case "VARBINARY" -> octets("varbinary", tokens.length().orElseThrow(tokens::error));
            case "TINYBLOB" -> blob("tinyblob");
            case "BLOB" -> {
                tokens.length();
                yield blob("blob");
            }
            case "MEDIUMBLOB" -> blob("mediumblob");
            case "LONGBLOB" -> blob("longblob");
            case "ENUM" -> members("enum", Family.ENUM);
            case "SET" -> members("set", Family.SET);
            case "GEOMETRY",
                    "POINT",
                    "LINESTRING",
                    "POLYGON",
                    "MULTIPOINT",
                    "MULTILINESTRING",
                    "MULTIPOLYGON",
                    "GEOMETRYCOLLECTION",
                    "GEOMCOLLECTION",
                    "VECTOR" -> throw Refusal.unsupported(word);
            default -> {
                tokens.rewind(mark);
                throw tokens.error();
            }
        };
    }

    private ColumnType national() {
        if (tokens.accept("VARCHAR")) {
            return character(true, true);
        }
        if (!tokens.accept("CHARACTER")) {
            tokens.expect("CHAR");
        }
        return character(tokens.accept("VARYING"), true);
    }

    private ColumnType character(boolean varying, boolean national) {
        Optional<Integer> given = tokens.length();
        int length = varying ? given.orElseThrow(tokens::error) : given.orElse(1);
        int most = varying ? MOST_VARIABLE_CHARACTERS : MOST_CHARACTERS;
        ColumnType type = varying
                ? ColumnType.of("varchar(" + Math.max(length, 1) + ")", Family.CHARACTER, "varchar(" + length + ")")
                : ColumnType.of("bpchar(" + Math.max(length, 1) + ")", Family.CHARACTER, "char(" + length + ")");
        ColumnType characters = characters(type);
        if (characters.characterSet().filter("binary"::equalsIgnoreCase).isPresent()) {
            return octets(varying ? "varbinary" : "binary", length);
        }
        // A set of single octets leaves room for four times as many characters.
        boolean single = characters.characterSet().isPresent()
                && CharacterSet.named(characters.characterSet().get()).octets() == 1;
        int limit = varying && single ? MOST_OCTETS : most;
        if (length > limit) {
            throw Refusal.of(
                    1074,
                    "Column length too big for column '" + column + "' (max = " + limit
                            + "); use BLOB or TEXT instead");
        }
        if (length == 0) {
            characters = characters.asStated().withRule("length", "char_length(", ") = 0");
        }
        return national && characters.characterSet().isEmpty()
                ? characters.withCharacters(
                        Optional.of("utf8mb3"), characters.collation(), characters.binaryCollation())
                : characters;
    }

    private ColumnType text(String name) {
        ColumnType type = characters(
                name.equals("text")
                        ? limited(ColumnType.of("text", Family.TEXT, name))
                        : ColumnType.of("helios_mysql." + name, Family.TEXT, name));
        if (type.characterSet().filter("binary"::equalsIgnoreCase).isPresent()) {
            return blob(name.replace("text", "blob"));
        }
        return type;
    }

    /** What follows the type of characters: their set and their collation. */
    private ColumnType characters(ColumnType type) {
        Optional<String> set = Optional.empty();
        Optional<String> collation = Optional.empty();
        boolean binary = false;
        while (true) {
            if (tokens.accept("CHARACTER", "SET") || tokens.accept("CHARSET") || tokens.accept("CHAR", "SET")) {
                set = Optional.of(CharacterSet.named(tokens.nameOrString()).name());
            } else if (tokens.accept("COLLATE")) {
                collation = Optional.of(CharacterSet.collation(tokens.nameOrString()));
            } else if (tokens.accept("ASCII")) {
                set = Optional.of("latin1");
            } else if (tokens.accept("UNICODE")) {
                set = Optional.of("ucs2");
            } else if (tokens.accept("BYTE")) {
                set = Optional.of("binary");
            } else if (tokens.accept("BINARY")) {
                binary = true;
            } else {
                return type.withCharacters(set, collation, binary);
            }
        }
    }

    private ColumnType octets(String name, int length) {
        int most = name.equals("binary") ? MOST_CHARACTERS : MOST_OCTETS;
        if (length > most) {
            throw Refusal.of(
                    1074,
                    "Column length too big for column '" + column + "' (max = " + most + "); use BLOB or TEXT instead");
        }
        return ColumnType.of("bytea", Family.BINARY, name + "(" + length + ")")
                .asStated()
                .withRule("length", "octet_length(", ") <= " + length);
    }

    private static ColumnType blob(String name) {
        return name.equals("blob")
                ? limited(ColumnType.of("bytea", Family.BLOB, name))
                : ColumnType.of("helios_mysql." + name, Family.BLOB, name);
    }

    /** TEXT and BLOB, for which the engine's own types are too wide. */
    private static ColumnType limited(ColumnType type) {
        return type.asStated().withRule("length", "octet_length(", ") <= " + MOST_OCTETS);
    }

    private ColumnType members(String name, Family family) {
        List<String> members = new ArrayList<>();
        tokens.expectSymbol("(");
        do {
            // Blanks at the end of a member are cut off when the table is created.
            String member = tokens.string().stripTrailing();
            if (members.stream().anyMatch(member::equalsIgnoreCase)) {
                throw Refusal.of(
                        1291,
                        "Column '" + column + "' has duplicated value '" + member + "' in "
                                + name.toUpperCase(Locale.ROOT));
            }
            members.add(member);
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        String words = members.stream()
                .map(member -> "'" + member.replace("'", "''") + "'")
                .collect(Collectors.joining(",", name + "(", ")"));
        String literals = members.stream().map(EngineQuotes::string).collect(Collectors.joining(", "));
        ColumnType type = ColumnType.of("text", family, words).asStated().withMembers(members);
        return characters(
                family == Family.ENUM
                        ? type.withRule(name, "", " IN (" + literals + ")")
                        : type.withRule(name, "helios_mysql.is_set(", ", ARRAY[" + literals + "]::text[])"));
    }
}
