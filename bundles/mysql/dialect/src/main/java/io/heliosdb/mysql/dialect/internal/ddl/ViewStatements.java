package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.Name;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.sql.scan.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** CREATE VIEW, ALTER VIEW and DROP VIEW (MySQL 8.4 manual, 15.1.23). */
final class ViewStatements {
    private final Tokens tokens;
    private final StatementContext context;

    ViewStatements(Tokens tokens, StatementContext context) {
        this.tokens = tokens;
        this.context = context;
    }

    /** Behind CREATE or ALTER and what stands between that and VIEW. */
    Plan define(boolean replaces, boolean mustExist) {
        boolean invoker = characteristics();
        tokens.expect("VIEW");
        boolean ifNotExists = tokens.accept("IF", "NOT", "EXISTS");
        QualifiedName name = tokens.qualifiedName();
        List<Name> columns = tokens.atSymbol("(") ? names() : List.of();
        tokens.expect("AS");
        String written = tokens.rest();
        String option = checkOption(written);
        String query = option.isEmpty() ? written : written.substring(0, written.length() - optionLength(written));
        Plan plan = context.query(query.strip());
        if (plan.parameters() > 0 || plan.steps().size() != 1 || readsVariables(query)) {
            throw Refusal.of(1351, "View's SELECT contains a variable or parameter");
        }
        String view = context.databases().created(name);
        DefinitionSteps steps = new DefinitionSteps();
        if (mustExist) {
            steps.run("SELECT " + context.databases().relation(name));
        }
        if (replaces) {
            // MySQL's new view may have other columns than the old one, the engine's may not.
            steps.run("DROP VIEW IF EXISTS " + view);
        }
        steps.run("CREATE VIEW " + view
                + (columns.isEmpty()
                        ? ""
                        : columns.stream().map(Name::quoted).collect(Collectors.joining(", ", " (", ")")))
                + (invoker ? " WITH (security_invoker = true)" : "")
                + " AS " + plan.steps().get(0).text() + option);
        String relation = EngineQuotes.string(view) + "::regclass";
        steps.call("ddl_fold_columns", relation);
        for (Name column : columns) {
            if (column.spelledApart()) {
                steps.declare(relation, Optional.of(column.folded()), Optional.of(column.spelling()), Optional.empty());
            }
        }
        Optional<String> label =
                name.name().spelledApart() ? Optional.of(name.name().spelling()) : Optional.empty();
        steps.declare(relation, Optional.empty(), label, Optional.of(query.strip()));
        if (!ifNotExists) {
            return steps.plan();
        }
        return new DefinitionSteps()
                .call(
                        "ddl_unless_exists",
                        EngineQuotes.string(view),
                        EngineQuotes.string(name.name().spelling()),
                        EngineQuotes.array(steps.texts()))
                .plan();
    }

    private boolean readsVariables(String query) {
        Tokens read = context.tokens(query);
        while (!read.atEnd()) {
            TokenKind kind = read.next().kind();
            if (kind == TokenKind.VARIABLE || kind == TokenKind.SYSTEM_VARIABLE) {
                return true;
            }
        }
        return false;
    }

    /** Whether the view runs with the rights of who reads it. */
    private boolean characteristics() {
        boolean invoker = false;
        while (true) {
            if (tokens.accept("ALGORITHM")) {
                tokens.expectSymbol("=");
                tokens.name();
            } else if (tokens.accept("DEFINER")) {
                tokens.expectSymbol("=");
                definer();
            } else if (tokens.accept("SQL", "SECURITY")) {
                invoker = tokens.acceptAny("DEFINER", "INVOKER")
                        .orElseThrow(tokens::error)
                        .equals("INVOKER");
            } else {
                return invoker;
            }
        }
    }

    /** Whoever creates a view owns it. */
    private void definer() {
        tokens.nameOrString();
        if (tokens.acceptSymbol("(")) {
            tokens.expectSymbol(")");
        }
        if (tokens.peek().kind() == TokenKind.VARIABLE) {
            tokens.next();
        }
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

    /** The engine's text of {@code WITH [CASCADED | LOCAL] CHECK OPTION} at the end. */
    private String checkOption(String written) {
        Tokens end = context.tokens(written);
        String option = "";
        while (!end.atEnd()) {
            if (end.at("WITH", "CHECK", "OPTION") || end.at("WITH", "CASCADED", "CHECK", "OPTION")) {
                option = " WITH CASCADED CHECK OPTION";
            } else if (end.at("WITH", "LOCAL", "CHECK", "OPTION")) {
                option = " WITH LOCAL CHECK OPTION";
            }
            end.next();
        }
        return option;
    }

    private int optionLength(String written) {
        Tokens end = context.tokens(written);
        int start = written.length();
        while (!end.atEnd()) {
            if (end.at("WITH") && (end.peek(1).is("CHECK") || end.peek(2).is("CHECK"))) {
                start = end.peek().start();
            }
            end.next();
        }
        return written.length() - start;
    }

    /** Behind DROP VIEW. */
    Plan drop() {
        boolean ifExists = tokens.accept("IF", "EXISTS");
        List<String> views = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        do {
            QualifiedName name = tokens.qualifiedName();
            views.add("to_regclass(" + EngineQuotes.string(context.databases().created(name)) + ")");
            shown.add(context.databases().databaseOf(name) + "." + name.name().spelling());
        } while (tokens.acceptSymbol(","));
        tokens.acceptAny("RESTRICT", "CASCADE");
        tokens.end();
        return new DefinitionSteps()
                .call(
                        "ddl_drop_views",
                        "ARRAY[" + String.join(", ", views) + "]::regclass[]",
                        EngineQuotes.array(shown),
                        Boolean.toString(ifExists))
                .plan();
    }
}
