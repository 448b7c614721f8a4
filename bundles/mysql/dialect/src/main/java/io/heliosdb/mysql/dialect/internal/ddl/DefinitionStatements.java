package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.ddl.KeyDefinition.Kind;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.Name;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** CREATE, ALTER, DROP, RENAME and TRUNCATE (MySQL 8.4 manual, 15.1), by what they are about. */
public final class DefinitionStatements {
    private final Tokens tokens;
    private final StatementContext context;

    public DefinitionStatements(Tokens tokens, StatementContext context) {
        this.tokens = tokens;
        this.context = context;
    }

    public Plan plan() {
        if (tokens.accept("CREATE")) {
            return create();
        }
        if (tokens.accept("ALTER")) {
            return alter();
        }
        if (tokens.accept("DROP")) {
            return drop();
        }
        if (tokens.accept("RENAME")) {
            return rename();
        }
        tokens.expect("TRUNCATE");
        return truncate();
    }

    private Plan create() {
        boolean replaces = tokens.accept("OR", "REPLACE");
        boolean temporary = !replaces && tokens.accept("TEMPORARY");
        if (temporary || tokens.at("TABLE")) {
            tokens.expect("TABLE");
            return new CreateTable(tokens, context, temporary).plan();
        }
        if (tokens.accept("DATABASE") || tokens.accept("SCHEMA")) {
            return new DatabaseStatements(tokens, context).create();
        }
        if (tokens.atAny("UNIQUE", "INDEX", "FULLTEXT", "SPATIAL")) {
            return createIndex();
        }
        if (tokens.atAny("VIEW", "ALGORITHM", "SQL") || atViewOfDefiner()) {
            return new ViewStatements(tokens, context).define(replaces, false);
        }
        throw refused("CREATE");
    }

    /** {@code DEFINER = …} stands before views, routines, triggers and events. */
    private boolean atViewOfDefiner() {
        if (!tokens.at("DEFINER")) {
            return false;
        }
        int mark = tokens.mark();
        boolean view = false;
        while (!tokens.atEnd() && !view && !tokens.atAny("PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "AS")) {
            view = tokens.at("VIEW");
            tokens.next();
        }
        boolean routine = tokens.atAny("PROCEDURE", "FUNCTION", "TRIGGER", "EVENT");
        if (!view && routine) {
            throw refused("CREATE");
        }
        tokens.rewind(mark);
        return view;
    }

    private RuntimeException refused(String verb) {
        if (tokens.atAny("USER", "ROLE")) {
            return Refusal.unsupported(verb + " " + tokens.peek().text().toUpperCase(Locale.ROOT)
                    + "; users are administered with 'heliosdb user'");
        }
        if (tokens.atAny(
                "PROCEDURE",
                "FUNCTION",
                "TRIGGER",
                "EVENT",
                "SERVER",
                "LOGFILE",
                "TABLESPACE",
                "UNDO",
                "RESOURCE",
                "SPATIAL",
                "INSTANCE",
                "AGGREGATE")) {
            return Refusal.unsupported(verb + " " + tokens.peek().text().toUpperCase(Locale.ROOT));
        }
        return tokens.error();
    }

    private Plan createIndex() {
        if (tokens.at("SPATIAL")) {
            throw Refusal.unsupported("SPATIAL INDEX");
        }
        Kind kind = tokens.accept("UNIQUE") ? Kind.UNIQUE : tokens.accept("FULLTEXT") ? Kind.FULLTEXT : Kind.PLAIN;
        tokens.expect("INDEX");
        Name name = tokens.name();
        if (tokens.accept("USING")) {
            tokens.name();
        }
        tokens.expect("ON");
        QualifiedName table = tokens.qualifiedName();
        KeyParser parser = new KeyParser(tokens, context);
        KeyDefinition read = new KeyDefinition(kind, Optional.of(name), parser.parts(), parser.options());
        lockOptions();
        tokens.end();
        TableTexts texts = TableTexts.existing(context.databases(), table);
        DefinitionSteps steps = new DefinitionSteps();
        if (read.isConstraint()) {
            steps.run("ALTER TABLE " + texts.table() + " ADD " + texts.constraint(read, name));
        } else {
            steps.run(texts.index(read, name, column -> context.catalog()
                    .table(context.databases().tableName(table))
                    .flatMap(found -> found.column(column.folded()))
                    .map(found -> Conversions.typeOf(found).family())));
        }
        texts.attach(read, name, steps);
        return steps.plan(context.databases().tableName(table));
    }

    /** {@code ALGORITHM = …} and {@code LOCK = …}: how the server is to go about it. */
    private void lockOptions() {
        while (tokens.accept("ALGORITHM") || tokens.accept("LOCK")) {
            tokens.acceptSymbol("=");
            tokens.name();
        }
    }

    private Plan alter() {
        if (tokens.accept("TABLE")) {
            return new AlterTable(tokens, context).plan();
        }
        if (tokens.accept("DATABASE") || tokens.accept("SCHEMA")) {
            return new DatabaseStatements(tokens, context).alter();
        }
        if (tokens.atAny("VIEW", "ALGORITHM", "SQL") || atViewOfDefiner()) {
            return new ViewStatements(tokens, context).define(true, true);
        }
        throw refused("ALTER");
    }

    // ------------------------------------------------------------------ DROP

    private Plan drop() {
        boolean temporary = tokens.accept("TEMPORARY");
        if (tokens.accept("TABLE") || tokens.accept("TABLES")) {
            return dropTables(temporary);
        }
        if (temporary) {
            throw tokens.error();
        }
        if (tokens.accept("DATABASE") || tokens.accept("SCHEMA")) {
            return new DatabaseStatements(tokens, context).drop();
        }
        if (tokens.accept("VIEW")) {
            return new ViewStatements(tokens, context).drop();
        }
        if (tokens.accept("INDEX")) {
            String index = EngineQuotes.string(tokens.name().spelling());
            tokens.expect("ON");
            QualifiedName table = tokens.qualifiedName();
            lockOptions();
            tokens.end();
            return new DefinitionSteps()
                    .call("ddl_drop_index", context.databases().relation(table), index)
                    .plan();
        }
        if (tokens.atAny("PROCEDURE", "FUNCTION", "TRIGGER", "EVENT")) {
            return dropMissing();
        }
        throw refused("DROP");
    }

    /** There are none of these: IF EXISTS is satisfied with a note. */
    private Plan dropMissing() {
        String kind = tokens.next().text().toUpperCase(Locale.ROOT);
        boolean ifExists = tokens.accept("IF", "EXISTS");
        QualifiedName name = tokens.qualifiedName();
        tokens.end();
        String message = kind + " " + context.databases().databaseOf(name) + "."
                + name.name().spelling() + " does not exist";
        if (!ifExists) {
            throw Refusal.of(1305, message);
        }
        return new DefinitionSteps()
                .call("note", "1305", EngineQuotes.string(message))
                .plan();
    }

    private Plan dropTables(boolean temporary) {
        boolean ifExists = tokens.accept("IF", "EXISTS");
        List<String> tables = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        do {
            QualifiedName name = tokens.qualifiedName();
            String text = temporary
                    ? "pg_temp." + name.name().quoted()
                    : context.databases().existing(name);
            tables.add("to_regclass(" + EngineQuotes.string(text) + ")");
            shown.add(context.databases().databaseOf(name) + "." + name.name().spelling());
        } while (tokens.acceptSymbol(","));
        tokens.acceptAny("RESTRICT", "CASCADE");
        tokens.end();
        DefinitionSteps steps = new DefinitionSteps()
                .call(
                        "ddl_drop_tables",
                        "ARRAY[" + String.join(", ", tables) + "]::regclass[]",
                        EngineQuotes.array(shown),
                        Boolean.toString(ifExists),
                        Boolean.toString(context.checksForeignKeys()));
        return temporary ? steps.planInTransaction() : steps.plan();
    }

    // ------------------------------------------------------------------ RENAME and TRUNCATE

    private Plan rename() {
        if (tokens.at("USER")) {
            throw refused("RENAME");
        }
        if (!tokens.accept("TABLES")) {
            tokens.expect("TABLE");
        }
        DefinitionSteps steps = new DefinitionSteps();
        Renaming renaming = new Renaming(context.databases(), steps);
        do {
            QualifiedName from = tokens.qualifiedName();
            tokens.expect("TO");
            renaming.table(from, tokens.qualifiedName());
        } while (tokens.acceptSymbol(","));
        tokens.end();
        return steps.plan();
    }

    private Plan truncate() {
        tokens.accept("TABLE");
        QualifiedName table = tokens.qualifiedName();
        tokens.end();
        DefinitionSteps steps = new DefinitionSteps();
        String text = "TRUNCATE TABLE " + context.databases().existing(table) + " RESTART IDENTITY";
        if (context.checksForeignKeys()) {
            steps.run(text);
        } else {
            String relation = context.databases().relation(table);
            steps.call("suspend_references", "ARRAY[" + relation + "]")
                    .run(text)
                    .call("resume_references");
        }
        return steps.plan();
    }
}
