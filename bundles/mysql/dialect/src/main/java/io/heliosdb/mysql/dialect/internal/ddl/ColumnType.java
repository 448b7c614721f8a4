package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.statement.CharacterSet;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A column's type.
 *
 * @param engine the engine's text of it, without collation
 * @param declaration in MySQL's words, as SHOW COLUMNS prints it
 * @param stated whether the engine's type alone does not say as much
 * @param rule what the engine's type does not enforce
 * @param precision digits behind the second; members, digits or characters are in {@code engine} or {@code rule}
 * @param members of an ENUM or a SET
 * @param characterSet as the column asks for it
 * @param collation as the column asks for it
 * @param binaryCollation whether the column says BINARY
 */
record ColumnType(
        String engine,
        Family family,
        String declaration,
        boolean stated,
        Optional<Rule> rule,
        int precision,
        List<String> members,
        Optional<String> characterSet,
        Optional<String> collation,
        boolean binaryCollation) {
    /** Character sets that lack characters which UTF-8 has, and that are looked after. */
    private static final List<String> NARROW_SETS = List.of("latin1", "ascii", "utf8mb3");

    /**
     * A check that belongs to the type.
     *
     * @param kind {@code enum}, {@code set}, {@code unsigned}, {@code length} or {@code characters}: the error map knows what each one means
     * @param before the engine's text of the condition up to the column
     * @param after and behind it
     */
    record Rule(String kind, String before, String after) {
        /** The constraint for a column. */
        String constraint(String column) {
            return "CONSTRAINT " + EngineQuotes.identifier(EngineQuotes.clipped("mysql_" + kind + "_" + column))
                    + " CHECK (" + before + EngineQuotes.identifier(column) + after + ")";
        }
    }

    ColumnType {
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(declaration, "declaration");
        Objects.requireNonNull(rule, "rule");
        members = List.copyOf(members);
        Objects.requireNonNull(characterSet, "characterSet");
        Objects.requireNonNull(collation, "collation");
    }

    static ColumnType of(String engine, Family family, String declaration) {
        return new ColumnType(
                engine,
                family,
                declaration,
                false,
                Optional.empty(),
                0,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    ColumnType asStated() {
        return asStated(declaration);
    }

    ColumnType asStated(String words) {
        return new ColumnType(
                engine, family, words, true, rule, precision, members, characterSet, collation, binaryCollation);
    }

    ColumnType withRule(String kind, String before, String after) {
        return new ColumnType(
                engine,
                family,
                declaration,
                stated,
                Optional.of(new Rule(kind, before, after)),
                precision,
                members,
                characterSet,
                collation,
                binaryCollation);
    }

    ColumnType withPrecision(int digits) {
        return new ColumnType(
                engine, family, declaration, stated, rule, digits, members, characterSet, collation, binaryCollation);
    }

    ColumnType withMembers(List<String> values) {
        return new ColumnType(
                engine, family, declaration, stated, rule, precision, values, characterSet, collation, binaryCollation);
    }

    ColumnType withCharacters(Optional<String> set, Optional<String> collate, boolean binary) {
        return new ColumnType(engine, family, declaration, stated, rule, precision, members, set, collate, binary);
    }

    /** The engine's text with the collation of its characters, which without any word of the column is the table's. */
    String engineWith(String tableCollation) {
        return family.collated()
                ? engine + " COLLATE helios_mysql." + EngineQuotes.identifier(resolved(tableCollation))
                : engine;
    }

    private String resolved(String tableCollation) {
        if (binaryCollation) {
            return characterSet
                            .map(CharacterSet::named)
                            .orElseGet(() -> CharacterSet.named("utf8mb4"))
                            .name() + "_bin";
        }
        if (characterSet.isPresent()) {
            return CharacterSet.named(characterSet.get()).collationOrDefault(collation);
        }
        return collation.map(CharacterSet::collation).orElse(tableCollation);
    }

    /** The check that characters are ones of the column's set, where that is not all that the engine can have. */
    Optional<Rule> characterRule(String tableCollation) {
        boolean words = family == Family.CHARACTER || family == Family.TEXT;
        String collation = words ? resolved(tableCollation) : "";
        return NARROW_SETS.stream().anyMatch(set -> collation.startsWith(set + "_"))
                ? Optional.of(new Rule("characters", "helios_mysql.in_character_set(", ")"))
                : Optional.empty();
    }

    /** The engine's text of what rows that exist get in a new column that refuses NULL; empty where MySQL refuses too. */
    Optional<String> implicitDefault() {
        return switch (family) {
            case INTEGER, BIT, DECIMAL, FLOATING, YEAR -> Optional.of("0");
            case CHARACTER, TEXT, SET -> Optional.of("''");
            case ENUM -> Optional.of(EngineQuotes.string(members.get(0)));
            case BINARY, BLOB -> Optional.of("'\\x'");
            case TIME -> Optional.of("'00:00:00'");
            case JSON -> Optional.of("'null'");
            case DATE, DATETIME, TIMESTAMP -> Optional.empty();
        };
    }
}
