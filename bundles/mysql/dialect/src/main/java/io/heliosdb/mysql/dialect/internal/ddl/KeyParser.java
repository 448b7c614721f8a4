package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.ddl.ForeignKey.Reference;
import io.heliosdb.mysql.dialect.internal.ddl.KeyDefinition.Kind;
import io.heliosdb.mysql.dialect.internal.ddl.KeyDefinition.Part;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.Name;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads keys, foreign keys and checks of a table. */
final class KeyParser {
    private final Tokens tokens;
    private final StatementContext context;

    KeyParser(Tokens tokens, StatementContext context) {
        this.tokens = tokens;
        this.context = context;
    }

    /** Whether a key or a constraint follows, not a column. */
    boolean atKey() {
        return tokens.atAny(
                "CONSTRAINT", "PRIMARY", "UNIQUE", "INDEX", "KEY", "FULLTEXT", "SPATIAL", "FOREIGN", "CHECK");
    }

    /** Reads one and adds it to what the table has. */
    void parse(TableElements elements) {
        Optional<Name> constraint = Optional.empty();
        if (tokens.accept("CONSTRAINT") && !tokens.atAny("PRIMARY", "UNIQUE", "FOREIGN", "CHECK")) {
            constraint = Optional.of(tokens.name());
        }
        if (tokens.accept("PRIMARY", "KEY")) {
            elements.add(key(Kind.PRIMARY, constraint));
        } else if (tokens.accept("UNIQUE")) {
            if (!tokens.accept("INDEX")) {
                tokens.accept("KEY");
            }
            elements.add(key(Kind.UNIQUE, constraint));
        } else if (tokens.accept("FOREIGN", "KEY")) {
            elements.add(foreignKey(constraint));
        } else if (tokens.accept("CHECK")) {
            elements.add(check(constraint));
        } else if (constraint.isEmpty()) {
            plain(elements);
        } else {
            throw tokens.error();
        }
    }

    private void plain(TableElements elements) {
        if (tokens.at("SPATIAL")) {
            throw Refusal.unsupported("SPATIAL INDEX");
        }
        boolean fullText = tokens.accept("FULLTEXT");
        boolean said = tokens.accept("INDEX") || tokens.accept("KEY");
        if (!fullText && !said) {
            throw tokens.error();
        }
        elements.add(key(fullText ? Kind.FULLTEXT : Kind.PLAIN, Optional.empty()));
    }

    /** {@code [name] [USING type] (parts) [options]}. */
    KeyDefinition key(Kind kind, Optional<Name> constraint) {
        Optional<Name> name = constraint;
        if (tokens.atName() && !tokens.at("USING")) {
            name = Optional.of(tokens.name());
        }
        return key(kind, name, true);
    }

    private KeyDefinition key(Kind kind, Optional<Name> name, boolean typed) {
        if (typed && tokens.accept("USING")) {
            tokens.name();
        }
        List<Part> parts = parts();
        return new KeyDefinition(kind, kind == Kind.PRIMARY ? Optional.empty() : name, parts, options());
    }

    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        tokens.expectSymbol("(");
        do {
            parts.add(part());
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return parts;
    }

    private Part part() {
        if (tokens.atSymbol("(")) {
            String expression = "(" + context.expression(tokens.parenthesised()) + ")";
            return new Part(Optional.empty(), expression, 0, descending());
        }
        Name column = tokens.name();
        int length = tokens.length().orElse(0);
        return new Part(Optional.of(column), "", length, descending());
    }

    private boolean descending() {
        boolean descending = tokens.accept("DESC");
        if (!descending) {
            tokens.accept("ASC");
        }
        return descending;
    }

    /** The options of a key, of which its comment is kept. */
    String options() {
        String comment = "";
        while (true) {
            if (tokens.accept("COMMENT")) {
                comment = tokens.string();
            } else if (tokens.accept("USING")) {
                tokens.name();
            } else if (tokens.accept("WITH", "PARSER")) {
                tokens.name();
            } else if (tokens.accept("KEY_BLOCK_SIZE")) {
                tokens.acceptSymbol("=");
                tokens.integer();
            } else if (tokens.accept("ENGINE_ATTRIBUTE") || tokens.accept("SECONDARY_ENGINE_ATTRIBUTE")) {
                tokens.acceptSymbol("=");
                tokens.string();
            } else if (tokens.atAny("VISIBLE", "INVISIBLE")) {
                // An invisible index is still kept up to date; the engine's optimizer may use it.
                tokens.next();
            } else {
                return comment;
            }
        }
    }

    ForeignKey foreignKey(Optional<Name> constraint) {
        Optional<Name> name = constraint;
        if (tokens.atName()) {
            Name index = tokens.name();
            name = constraint.or(() -> Optional.of(index));
        }
        List<Name> columns = names();
        tokens.expect("REFERENCES");
        return new ForeignKey(name, columns, reference());
    }

    /** Behind REFERENCES. */
    Reference reference() {
        QualifiedName table = tokens.qualifiedName();
        List<Name> columns = tokens.atSymbol("(") ? names() : List.of();
        if (tokens.accept("MATCH")) {
            tokens.expectAny("FULL", "PARTIAL", "SIMPLE");
        }
        StringBuilder actions = new StringBuilder();
        while (tokens.accept("ON")) {
            String event = tokens.acceptAny("DELETE", "UPDATE").orElseThrow(tokens::error);
            actions.append(" ON ").append(event).append(' ').append(action());
        }
        return new Reference(table, columns, actions.toString());
    }

    private String action() {
        if (tokens.accept("SET", "NULL")) {
            return "SET NULL";
        }
        if (tokens.accept("SET", "DEFAULT")) {
            return "SET DEFAULT";
        }
        if (tokens.accept("NO", "ACTION")) {
            return "NO ACTION";
        }
        return tokens.acceptAny("CASCADE", "RESTRICT").orElseThrow(tokens::error);
    }

    private List<Name> names() {
        List<Name> names = new ArrayList<>();
        tokens.expectSymbol("(");
        do {
            names.add(tokens.name());
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return names;
    }

    /** Behind CHECK. */
    Check check(Optional<Name> name) {
        String condition = context.condition(tokens.parenthesised());
        boolean enforced = true;
        if (tokens.accept("NOT", "ENFORCED")) {
            enforced = false;
        } else {
            tokens.accept("ENFORCED");
        }
        return new Check(name, condition, enforced);
    }
}
