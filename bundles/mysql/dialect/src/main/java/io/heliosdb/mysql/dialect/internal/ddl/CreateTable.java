package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.ddl.KeyDefinition.Kind;
import io.heliosdb.mysql.dialect.internal.ddl.KeyDefinition.Part;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.Name;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Step.Use;
import io.heliosdb.spi.dialect.TransactionEffect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** CREATE TABLE in its three forms: with columns, LIKE another one, and from a query (MySQL 8.4 manual, 15.1.20). */
final class CreateTable {
    private final Tokens tokens;
    private final StatementContext context;
    private final boolean temporary;
    private boolean ifNotExists;
    private QualifiedName name;
    private TableTexts texts;
    private TableOptions options;
    private String collation;
    private final TableElements elements = new TableElements();
    private final DefinitionSteps steps = new DefinitionSteps();
    private final Set<String> indexNames = new HashSet<>();

    CreateTable(Tokens tokens, StatementContext context, boolean temporary) {
        this.tokens = tokens;
        this.context = context;
        this.temporary = temporary;
    }

    /** Whether a database is one of those that MySQL keeps for itself. */
    private static boolean ofTheServer(Name database) {
        return switch (database.folded()) {
            case "mysql", "performance_schema", "sys" -> true;
            default -> false;
        };
    }

    /** Behind TABLE. */
    Plan plan() {
        ifNotExists = tokens.accept("IF", "NOT", "EXISTS");
        name = tokens.qualifiedName();
        if (name.database().filter(CreateTable::ofTheServer).isPresent()) {
            throw Refusal.of(
                    1142,
                    "CREATE command denied to user " + context.account() + " for table '"
                            + name.name().spelling() + "'");
        }
        texts = temporary
                ? TableTexts.temporary(context.databases(), name)
                : TableTexts.created(context.databases(), name);
        if (tokens.accept("LIKE")) {
            QualifiedName source = tokens.qualifiedName();
            tokens.end();
            return like(source);
        }
        if (tokens.acceptSymbol("(")) {
            if (tokens.accept("LIKE")) {
                QualifiedName source = tokens.qualifiedName();
                tokens.expectSymbol(")");
                tokens.end();
                return like(source);
            }
            if (tokens.atAny("SELECT", "WITH", "VALUES")) {
                tokens.rewind(tokens.mark() - 1);
            } else {
                elements();
            }
        }
        options = TableOptions.parse(tokens);
        collation = options.collation(context.variable("collation_database"));
        Optional<String> query = query();
        if (elements.columns().isEmpty()) {
            if (query.isEmpty()) {
                throw Refusal.of(1113, "A table must have at least 1 column");
            }
            return fromQuery(query.get());
        }
        check();
        define();
        if (!temporary) {
            steps.call("ddl_adopt", texts.relation());
        }
        return query.isPresent() ? filled(query.get()) : finished();
    }

    private void elements() {
        KeyParser keys = new KeyParser(tokens, context);
        do {
            if (keys.atKey()) {
                keys.parse(elements);
            } else {
                elements.add(new ColumnParser(tokens, context).parse(tokens.name()));
            }
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
    }

    private Optional<String> query() {
        tokens.acceptAny("IGNORE", "REPLACE");
        boolean said = tokens.accept("AS");
        if (tokens.atAny("SELECT", "WITH", "VALUES", "TABLE") || tokens.atSymbol("(")) {
            return Optional.of(tokens.rest());
        }
        if (said || !tokens.atEnd()) {
            throw tokens.error();
        }
        return Optional.empty();
    }

    // ------------------------------------------------------------------ with columns

    private void check() {
        List<ColumnDefinition> automatic = elements.columns().stream()
                .filter(ColumnDefinition::autoIncrement)
                .toList();
        if (automatic.isEmpty()) {
            return;
        }
        ColumnDefinition column = automatic.get(0);
        boolean keyed = column.unique()
                || column.primary()
                || elements.keys().stream()
                        .map(key -> key.parts().get(0).column())
                        .anyMatch(first -> first.filter(part ->
                                        part.folded().equals(column.name().folded()))
                                .isPresent());
        if (automatic.size() > 1 || !keyed) {
            throw Refusal.of(
                    1075,
                    "Incorrect table definition; there can be only one auto column and it must be defined as a key");
        }
        if (column.type().family() != Family.INTEGER) {
            throw Refusal.of(
                    1063,
                    "Incorrect column specifier for column '" + column.name().spelling() + "'");
        }
    }

    private void define() {
        List<String> parts = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        List<KeyDefinition> keys = new ArrayList<>();
        for (ColumnDefinition column : elements.columns()) {
            parts.add(texts.column(column, collation));
            checks.addAll(column.checks());
            if (column.primary()) {
                keys.add(single(Kind.PRIMARY, column));
            }
            if (column.unique()) {
                keys.add(single(Kind.UNIQUE, column));
            }
        }
        keys.addAll(elements.keys());
        if (keys.stream().filter(key -> key.kind() == Kind.PRIMARY).count() > 1) {
            throw Refusal.of(1068, "Multiple primary key defined");
        }
        checks.addAll(elements.checks());
        List<Name> names = keyNames(keys);
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).isConstraint()) {
                parts.add(texts.constraint(keys.get(i), names.get(i)));
            }
        }
        int unnamedChecks = 0;
        for (Check check : checks) {
            int number = check.name().isPresent() ? 0 : ++unnamedChecks;
            parts.add(check.constraint(texts.tableName() + "_chk_" + number));
        }
        int unnamed = 0;
        List<Optional<String>> generated = new ArrayList<>();
        for (ForeignKey key : elements.foreignKeys()) {
            Optional<String> generatedName =
                    key.name().isPresent() ? Optional.empty() : Optional.of(texts.tableName() + "_ibfk_" + ++unnamed);
            generated.add(generatedName);
            if (context.checksForeignKeys()) {
                parts.add(texts.constraint(key, generatedName));
            }
        }
        steps.run("CREATE " + (temporary ? "TEMPORARY " : "") + "TABLE "
                + (temporary ? name.name().quoted() : texts.table()) + " (" + String.join(", ", parts) + ")");
        attach(keys, names, generated);
    }

    private void attach(List<KeyDefinition> keys, List<Name> names, List<Optional<String>> generated) {
        for (int i = 0; i < keys.size(); i++) {
            if (!keys.get(i).isConstraint()) {
                steps.run(texts.index(keys.get(i), names.get(i), this::family));
            }
            texts.attach(keys.get(i), names.get(i), steps);
        }
        for (int i = 0; i < generated.size(); i++) {
            ForeignKey key = elements.foreignKeys().get(i);
            if (!context.checksForeignKeys()) {
                texts.unchecked(key, generated.get(i), steps);
            }
            texts.attach(key, steps);
        }
        elements.columns().forEach(column -> texts.attach(column, steps));
        options.autoIncrement().ifPresent(value -> steps.call("ddl_set_auto_increment", texts.relation(), value));
        options.comment()
                .filter(comment -> !comment.isEmpty())
                .ifPresent(comment ->
                        steps.run("COMMENT ON TABLE " + texts.table() + " IS " + EngineQuotes.string(comment)));
        Optional<String> label =
                name.name().spelledApart() ? Optional.of(name.name().spelling()) : Optional.empty();
        Optional<String> declaration = options.declaration("utf8mb4_0900_ai_ci");
        if (label.isPresent() || declaration.isPresent()) {
            steps.declare(texts.relation(), Optional.empty(), label, declaration);
        }
        if (options.partitioned()) {
            steps.warn(1235, "Partitions are accepted, but the rows are kept in one piece");
        }
    }

    private static KeyDefinition single(Kind kind, ColumnDefinition column) {
        return new KeyDefinition(
                kind, Optional.empty(), List.of(new Part(Optional.of(column.name()), "", 0, false)), "");
    }

    /** MySQL names a key after its first column, with a number where there is another one of that name. */
    private List<Name> keyNames(List<KeyDefinition> keys) {
        for (KeyDefinition key : keys) {
            key.name().ifPresent(given -> {
                if (!indexNames.add(given.folded())) {
                    throw Refusal.of(1061, "Duplicate key name '" + given.spelling() + "'");
                }
            });
        }
        List<Name> names = new ArrayList<>();
        for (KeyDefinition key : keys) {
            names.add(key.name().orElseGet(() -> key.kind() == Kind.PRIMARY ? Name.of("PRIMARY") : free(key)));
        }
        return names;
    }

    private Name free(KeyDefinition key) {
        Name wanted = key.generatedName();
        Name candidate = wanted;
        for (int i = 2; !indexNames.add(candidate.folded()); i++) {
            candidate = Name.of(wanted.spelling() + "_" + i);
        }
        return candidate;
    }

    private Optional<Family> family(Name column) {
        return elements.columns().stream()
                .filter(defined -> defined.name().folded().equals(column.folded()))
                .map(defined -> defined.type().family())
                .findFirst();
    }

    /** All texts as one, for a table that may be there already: then nothing of them may happen. */
    private Plan finished() {
        if (!ifNotExists) {
            return temporary ? steps.planInTransaction() : steps.plan();
        }
        DefinitionSteps guarded = new DefinitionSteps()
                .call(
                        "ddl_unless_exists",
                        EngineQuotes.string(texts.table()),
                        EngineQuotes.string(name.name().spelling()),
                        EngineQuotes.array(steps.texts()));
        return temporary ? guarded.planInTransaction() : guarded.plan();
    }

    // ------------------------------------------------------------------ LIKE and SELECT

    private Plan like(QualifiedName source) {
        steps.call(
                "ddl_create_like",
                EngineQuotes.string(temporary ? name.name().quoted() : texts.table()),
                EngineQuotes.string(texts.tableName()),
                Boolean.toString(temporary),
                context.databases().relation(source));
        return finished();
    }

    private Plan fromQuery(String query) {
        steps.call(
                "ddl_create_from",
                EngineQuotes.string((temporary ? "TEMPORARY " : "") + "TABLE "
                        + (temporary ? name.name().quoted() : texts.table())),
                EngineQuotes.string(texts.table()),
                EngineQuotes.string(engineQuery(query)));
        attach(List.of(), List.of(), List.of());
        return counted(0);
    }

    private Plan filled(String query) {
        steps.call("ddl_fill", texts.relation(), EngineQuotes.string(engineQuery(query)));
        return counted(steps.texts().size() - 1);
    }

    /** The step that says how many rows the table began with. */
    private Plan counted(int counting) {
        if (ifNotExists) {
            return finished();
        }
        List<Step> all = new ArrayList<>(steps.steps());
        String text = all.get(counting).text();
        all.set(counting, new Step(text + " AS affected", Use.SUMMARY, List.of()));
        return new Plan(
                all,
                StatementKind.DEFINITION,
                temporary ? TransactionEffect.STATEMENT : TransactionEffect.COMMITS,
                0,
                List.of(),
                Plan.NOTHING);
    }

    private String engineQuery(String query) {
        Plan plan = context.query(query);
        if (plan.steps().size() != 1 || plan.parameters() > 0) {
            throw Refusal.unsupported("CREATE TABLE from this " + query.split("\\s", 2)[0].toUpperCase(Locale.ROOT));
        }
        return plan.steps().get(0).text();
    }
}
