package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.ddl.KeyDefinition.Kind;
import io.heliosdb.mysql.dialect.internal.statement.CharacterSet;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.Name;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import java.util.Locale;
import java.util.Optional;

/** ALTER TABLE (MySQL 8.4 manual, 15.1.9): one text of the engine after the other, in one transaction. */
final class AlterTable {
    private final Tokens tokens;
    private final StatementContext context;
    private final DefinitionSteps steps = new DefinitionSteps();
    private QualifiedName name;
    private TableTexts texts;
    private ColumnChanges columns;
    private Optional<QualifiedName> renamed = Optional.empty();

    AlterTable(Tokens tokens, StatementContext context) {
        this.tokens = tokens;
        this.context = context;
    }

    /** Behind TABLE. */
    Plan plan() {
        name = tokens.qualifiedName();
        texts = TableTexts.existing(context.databases(), name);
        columns = new ColumnChanges(texts, steps, this::source);
        // A statement that changes nothing still says whether there is such a table.
        steps.run("SELECT " + texts.relation());
        if (!tokens.atEnd()) {
            do {
                change();
            } while (tokens.acceptSymbol(","));
        }
        tokens.end();
        renamed.ifPresent(target -> new Renaming(context.databases(), steps).table(name, target));
        return steps.plan(context.databases().tableName(name));
    }

    /** The column as the engine has it, for conversions that depend on that. */
    private Optional<TableColumn> source(Name column) {
        Optional<Table> table = context.catalog().table(context.databases().tableName(name));
        return table.flatMap(found -> found.column(column.folded()));
    }

    private void change() {
        if (tokens.accept("ADD")) {
            add();
        } else if (tokens.accept("DROP")) {
            drop();
        } else if (tokens.accept("MODIFY")) {
            tokens.accept("COLUMN");
            Name column = tokens.name();
            columns.modify(column, column(column));
            place(column);
        } else if (tokens.accept("CHANGE")) {
            tokens.accept("COLUMN");
            Name old = tokens.name();
            Name column = tokens.name();
            columns.modify(old, column(column));
            place(column);
        } else if (tokens.accept("ALTER")) {
            alter();
        } else if (tokens.accept("RENAME")) {
            rename();
        } else if (tokens.accept("CONVERT", "TO")) {
            convert();
        } else {
            option();
        }
    }

    private ColumnDefinition column(Name column) {
        return new ColumnParser(tokens, context).parse(column);
    }

    /** The engine appends columns: where they are to be is declared. */
    private void place(Name column) {
        if (tokens.accept("FIRST")) {
            steps.call("ddl_place_column", texts.relation(), EngineQuotes.string(column.folded()), "NULL");
        } else if (tokens.accept("AFTER")) {
            String behind = tokens.name().folded();
            steps.call(
                    "ddl_place_column",
                    texts.relation(),
                    EngineQuotes.string(column.folded()),
                    EngineQuotes.string(behind));
        }
    }

    // ------------------------------------------------------------------ ADD

    private void add() {
        KeyParser parser = new KeyParser(tokens, context);
        if (parser.atKey()) {
            TableElements elements = new TableElements();
            parser.parse(elements);
            add(elements);
            return;
        }
        if (tokens.at("PARTITION")) {
            throw Refusal.unsupported("ALTER TABLE ADD PARTITION");
        }
        tokens.accept("COLUMN");
        if (tokens.acceptSymbol("(")) {
            TableElements elements = new TableElements();
            do {
                if (parser.atKey()) {
                    parser.parse(elements);
                } else {
                    columns.add(column(tokens.name()));
                }
            } while (tokens.acceptSymbol(","));
            tokens.expectSymbol(")");
            add(elements);
            return;
        }
        Name column = tokens.name();
        columns.add(column(column));
        place(column);
    }

    private void add(TableElements elements) {
        for (KeyDefinition key : elements.keys()) {
            Name keyName =
                    key.name().orElseGet(() -> key.kind() == Kind.PRIMARY ? Name.of("PRIMARY") : key.generatedName());
            if (key.isConstraint()) {
                steps.run("ALTER TABLE " + texts.table() + " ADD " + texts.constraint(key, keyName));
            } else {
                steps.run(texts.index(key, keyName, columns::family));
            }
            texts.attach(key, keyName, steps);
        }
        for (ForeignKey key : elements.foreignKeys()) {
            if (context.checksForeignKeys()) {
                steps.run("ALTER TABLE " + texts.table() + " ADD " + texts.constraint(key, Optional.empty()));
            } else {
                texts.unchecked(key, Optional.empty(), steps);
            }
            texts.attach(key, steps);
        }
        for (Check check : elements.checks()) {
            String named = check.name().isPresent() ? check.constraint("") : "CHECK (" + check.condition() + ")";
            steps.run("ALTER TABLE " + texts.table() + " ADD " + named);
        }
    }

    // ------------------------------------------------------------------ DROP

    private void drop() {
        if (tokens.accept("PRIMARY", "KEY")) {
            steps.call("ddl_drop_index", texts.relation(), "'PRIMARY'");
        } else if (tokens.accept("INDEX") || tokens.accept("KEY")) {
            steps.call("ddl_drop_index", texts.relation(), named());
        } else if (tokens.accept("FOREIGN", "KEY")) {
            steps.call("ddl_drop_constraint", texts.relation(), named(), "'f'");
        } else if (tokens.accept("CHECK")) {
            steps.call("ddl_drop_constraint", texts.relation(), named(), "'c'");
        } else if (tokens.accept("CONSTRAINT")) {
            steps.call("ddl_drop_constraint", texts.relation(), named(), "''");
        } else if (tokens.at("PARTITION")) {
            throw Refusal.unsupported("ALTER TABLE DROP PARTITION");
        } else {
            tokens.accept("COLUMN");
            columns.drop(tokens.name());
            tokens.acceptAny("RESTRICT", "CASCADE");
        }
    }

    private String named() {
        return EngineQuotes.string(tokens.name().spelling());
    }

    // ------------------------------------------------------------------ ALTER and RENAME

    private void alter() {
        if (tokens.accept("INDEX")) {
            tokens.name();
            tokens.expectAny("VISIBLE", "INVISIBLE");
        } else if (tokens.accept("CHECK") || tokens.accept("CONSTRAINT")) {
            Name constraint = tokens.name();
            boolean enforced = !tokens.accept("NOT");
            tokens.expect("ENFORCED");
            steps.call(
                    "ddl_enforce_check",
                    texts.relation(),
                    EngineQuotes.string(constraint.spelling()),
                    Boolean.toString(enforced));
        } else {
            tokens.accept("COLUMN");
            Name column = tokens.name();
            if (tokens.accept("DROP", "DEFAULT")) {
                columns.setDefault(column, Optional.empty());
            } else {
                tokens.expect("SET");
                if (tokens.acceptAny("VISIBLE", "INVISIBLE").isEmpty()) {
                    tokens.expect("DEFAULT");
                    columns.setDefault(
                            column,
                            new DefaultParser(tokens, context)
                                    .parse(columns.typeOf(column), column)
                                    .text());
                }
            }
        }
    }

    private void rename() {
        if (tokens.accept("COLUMN")) {
            Name old = tokens.name();
            tokens.expect("TO");
            columns.rename(old, tokens.name());
        } else if (tokens.accept("INDEX") || tokens.accept("KEY")) {
            String old = named();
            tokens.expect("TO");
            Name index = tokens.name();
            steps.call("ddl_rename_index", texts.relation(), old, EngineQuotes.string(index.spelling()));
        } else {
            if (!tokens.accept("TO")) {
                tokens.accept("AS");
            }
            renamed = Optional.of(tokens.qualifiedName());
        }
    }

    // ------------------------------------------------------------------ options

    private void convert() {
        if (!tokens.accept("CHARSET")) {
            tokens.expect("CHARACTER", "SET");
        }
        CharacterSet set =
                tokens.accept("DEFAULT") ? CharacterSet.named("utf8mb4") : CharacterSet.named(tokens.nameOrString());
        Optional<String> collation = tokens.accept("COLLATE") ? Optional.of(tokens.nameOrString()) : Optional.empty();
        steps.call("ddl_convert_collation", texts.relation(), EngineQuotes.string(set.collationOrDefault(collation)));
    }

    private void option() {
        if (tokens.accept("ORDER", "BY")) {
            // The engine keeps no order of rows, and InnoDB neither.
            while (!tokens.atEnd()) {
                tokens.next();
            }
            return;
        }
        if (tokens.accept("ALGORITHM") || tokens.accept("LOCK")) {
            tokens.acceptSymbol("=");
            tokens.name();
            return;
        }
        if (tokens.accept("ENABLE", "KEYS")
                || tokens.accept("DISABLE", "KEYS")
                || tokens.accept("FORCE")
                || tokens.accept("WITH", "VALIDATION")
                || tokens.accept("WITHOUT", "VALIDATION")) {
            return;
        }
        if (tokens.atAny(
                "DISCARD", "IMPORT", "PARTITION", "REMOVE", "TRUNCATE", "REORGANIZE", "COALESCE", "EXCHANGE")) {
            throw Refusal.unsupported("ALTER TABLE " + tokens.peek().text().toUpperCase(Locale.ROOT));
        }
        TableOptions options = new TableOptions();
        if (!options.option(tokens)) {
            throw tokens.error();
        }
        while (options.option(tokens)) {
            // several options without commas are one change
        }
        options.autoIncrement().ifPresent(value -> steps.call("ddl_set_auto_increment", texts.relation(), value));
        options.comment()
                .ifPresent(comment ->
                        steps.run("COMMENT ON TABLE " + texts.table() + " IS " + EngineQuotes.string(comment)));
        options.declaration("utf8mb4_0900_ai_ci")
                .ifPresent(words -> steps.call("ddl_declare_table", texts.relation(), EngineQuotes.string(words)));
    }
}
