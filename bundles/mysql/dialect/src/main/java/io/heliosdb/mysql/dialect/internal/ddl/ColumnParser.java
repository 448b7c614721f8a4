package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.Name;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a column's type and what follows it (MySQL 8.4 manual, 15.1.20, {@code column_definition}). */
final class ColumnParser {
    private final Tokens tokens;
    private final StatementContext context;
    private Name name;
    private ColumnType type;
    private boolean notNull;
    private DefaultValue defaultValue = DefaultValue.NONE;
    private Optional<Integer> updatePrecision = Optional.empty();
    private boolean autoIncrement;
    private Optional<String> generated = Optional.empty();
    private boolean virtual;
    private String comment = "";
    private boolean unique;
    private boolean primary;
    private final List<Check> checks = new ArrayList<>();

    ColumnParser(Tokens tokens, StatementContext context) {
        this.tokens = tokens;
        this.context = context;
    }

    /** Behind the column's name. */
    ColumnDefinition parse(Name column) {
        name = column;
        if (tokens.accept("SERIAL")) {
            type = ColumnType.of("helios_mysql.bigint_unsigned", Family.INTEGER, "bigint unsigned");
            serial();
        } else {
            type = new TypeParser(tokens, column.spelling()).parse();
        }
        while (attribute()) {
            // one after the other, in whatever order
        }
        defaultValue.check(type, name, updatePrecision.isPresent());
        return new ColumnDefinition(
                name,
                type,
                notNull,
                defaultValue.text(),
                defaultValue.literal(),
                updatePrecision,
                autoIncrement,
                generated,
                virtual,
                comment,
                unique,
                primary,
                checks);
    }

    private void serial() {
        notNull = true;
        autoIncrement = true;
        unique = true;
    }

    private boolean attribute() {
        if (tokens.accept("NOT", "NULL")) {
            notNull = true;
        } else if (tokens.accept("NULL")) {
            notNull = false;
        } else if (tokens.accept("DEFAULT")) {
            defaultValue = new DefaultParser(tokens, context).parse(type, name);
        } else if (tokens.accept("SERIAL", "DEFAULT", "VALUE")) {
            serial();
        } else if (tokens.accept("ON", "UPDATE")) {
            updatePrecision = Optional.of(new DefaultParser(tokens, context).currentTimestamp(type, name, 1294));
        } else if (tokens.accept("AUTO_INCREMENT")) {
            autoIncrement = true;
        } else if (tokens.accept("UNIQUE")) {
            tokens.accept("KEY");
            unique = true;
        } else if (tokens.accept("PRIMARY", "KEY") || tokens.accept("PRIMARY") || tokens.accept("KEY")) {
            primary = true;
        } else if (tokens.accept("COMMENT")) {
            comment = tokens.string();
        } else if (tokens.accept("COLLATE")) {
            type = type.withCharacters(type.characterSet(), Optional.of(tokens.nameOrString()), type.binaryCollation());
        } else if (tokens.at("GENERATED") || tokens.at("AS")) {
            generatedAs();
        } else if (tokens.at("CHECK") || tokens.at("CONSTRAINT")) {
            check();
        } else if (tokens.accept("REFERENCES")) {
            // MySQL 8.4 reads a reference that stands with the column, and ignores it.
            new KeyParser(tokens, context).reference();
        } else {
            return ignored();
        }
        return true;
    }

    /** What says how a column is stored, which is the engine's own affair. */
    private boolean ignored() {
        if (tokens.accept("COLUMN_FORMAT") || tokens.accept("STORAGE")) {
            tokens.name();
            return true;
        }
        if (tokens.accept("ENGINE_ATTRIBUTE") || tokens.accept("SECONDARY_ENGINE_ATTRIBUTE")) {
            tokens.acceptSymbol("=");
            tokens.string();
            return true;
        }
        return tokens.accept("VISIBLE");
    }

    private void generatedAs() {
        if (tokens.accept("GENERATED")) {
            tokens.expect("ALWAYS");
        }
        tokens.expect("AS");
        generated = Optional.of(context.expression(tokens.parenthesised()));
        virtual = !tokens.accept("STORED");
        if (virtual) {
            tokens.accept("VIRTUAL");
        }
    }

    private void check() {
        Optional<Name> constraint = Optional.empty();
        if (tokens.accept("CONSTRAINT") && !tokens.at("CHECK")) {
            constraint = Optional.of(tokens.name());
        }
        tokens.expect("CHECK");
        checks.add(new KeyParser(tokens, context).check(constraint));
    }
}
