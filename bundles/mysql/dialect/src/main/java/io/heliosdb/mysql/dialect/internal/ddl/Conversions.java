package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.spi.dialect.TableColumn;
import java.util.Locale;
import java.util.Optional;

/** From the type that a column has to the one that it gets. */
final class Conversions {
    private Conversions() {}

    /** The engine's type of a column in MySQL's terms; what MySQL has not is text. */
    static ColumnType typeOf(TableColumn column) {
        String engine = column.type();
        String declared = column.declaration()
                .map(words -> words.toLowerCase(Locale.ROOT))
                .orElse("");
        Family family =
                switch (engine) {
                    case "smallint", "integer", "bigint", "boolean" -> Family.INTEGER;
                    case "bit" -> Family.BIT;
                    case "numeric" -> Family.DECIMAL;
                    case "real", "double precision" -> Family.FLOATING;
                    case "year" -> Family.YEAR;
                    case "date" -> Family.DATE;
                    case "interval" -> Family.TIME;
                    case "timestamp without time zone" -> Family.DATETIME;
                    case "timestamp with time zone" -> Family.TIMESTAMP;
                    case "character", "character varying" -> Family.CHARACTER;
                    case "bytea" -> declared.contains("binary") ? Family.BINARY : Family.BLOB;
                    case "tinyblob", "mediumblob", "longblob" -> Family.BLOB;
                    case "jsonb", "json" -> Family.JSON;
                    case "text" -> textual(declared);
                    default -> engine.startsWith("tinyint") || engine.contains("int") ? Family.INTEGER : Family.TEXT;
                };
        String text =
                engine.matches("(tiny|small|medium|big|int).*(unsigned|int|int1|text|blob)|bit|year|longtext|longblob")
                                && !engine.equals("smallint")
                                && !engine.equals("bigint")
                        ? "helios_mysql." + engine
                        : engine;
        boolean timed = family == Family.DATETIME || family == Family.TIMESTAMP;
        return ColumnType.of(text, family, declared).withPrecision(timed ? Math.max(0, column.typeModifier()) : 0);
    }

    private static Family textual(String declared) {
        if (declared.startsWith("enum(")) {
            return Family.ENUM;
        }
        return declared.startsWith("set(") ? Family.SET : Family.TEXT;
    }

    /** The engine's text of the new value, from the column's old one. */
    static String using(Optional<TableColumn> before, ColumnType type, String column) {
        Optional<Family> from = before.map(found -> typeOf(found).family());
        boolean fromOctets = from.map(Family::octets).orElse(false);
        boolean fromCharacters = from.map(Family::collated).orElse(false);
        if (fromOctets && !type.family().octets()) {
            return "convert_from(" + column + ", 'UTF8')::" + type.engine();
        }
        if (fromCharacters && type.family().octets()) {
            return "convert_to(" + column + ", 'UTF8')::" + type.engine();
        }
        boolean viaText = from.filter(family -> family == Family.BIT || family == Family.JSON)
                        .isPresent()
                || before.filter(found -> found.type().equals("boolean")).isPresent();
        if (before.filter(found -> found.type().equals("boolean")).isPresent()
                && type.family().numeric()) {
            return column + "::integer::" + type.engine();
        }
        return column + (viaText ? "::text::" : "::") + type.engine();
    }
}
