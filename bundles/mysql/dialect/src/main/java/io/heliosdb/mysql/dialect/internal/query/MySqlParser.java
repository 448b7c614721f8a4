package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Manipulation;
import io.heliosdb.sql.rewrite.tree.Manipulation.SetClause;
import io.heliosdb.sql.rewrite.tree.Query;
import io.heliosdb.sql.rewrite.tree.TableReference;
import io.heliosdb.sql.scan.Feature;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.Token;
import io.heliosdb.sql.scan.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** MySQL's queries and data manipulation statements (MySQL 8.4 manual, 15.2). */
final class MySqlParser extends MySqlExpressionParser {
    private static final Set<String> SELECT_OPTIONS = Set.of(
            "ALL",
            "DISTINCT",
            "DISTINCTROW",
            "HIGH_PRIORITY",
            "STRAIGHT_JOIN",
            "SQL_SMALL_RESULT",
            "SQL_BIG_RESULT",
            "SQL_BUFFER_RESULT",
            "SQL_NO_CACHE",
            "SQL_CACHE",
            "SQL_CALC_FOUND_ROWS");

    private static final Set<String> CHANGE_OPTIONS =
            Set.of("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "QUICK", "IGNORE");

    private MySqlParser(String sql, List<Token> tokens, Set<SqlMode> mode) {
        super(sql, tokens, mode);
    }

    static MySqlParser of(String sql, Set<SqlMode> mode) {
        try {
            return new MySqlParser(sql, Scanner.tokens(sql, lexicon(mode)), mode);
        } catch (HeliosException e) {
            int position = e.field(HeliosException.Field.POSITION)
                    .map(Integer::parseInt)
                    .orElse(1);
            throw MySqlErrors.syntax(sql, sql.offsetByCodePoints(0, position - 1));
        }
    }

    static Lexicon lexicon(Set<SqlMode> mode) {
        boolean ansi = mode.contains(SqlMode.ANSI_QUOTES);
        boolean plain = mode.contains(SqlMode.NO_BACKSLASH_ESCAPES);
        if (!ansi && !plain) {
            return Lexicon.MYSQL;
        }
        Lexicon.Builder rules = Lexicon.MYSQL.toBuilder();
        if (ansi) {
            rules.without(Feature.DOUBLE_QUOTED_STRINGS);
        }
        if (plain) {
            rules.escapes(Lexicon.Escapes.NONE);
        }
        return rules.build();
    }

    /** MySQL takes numbers there and parameters, no expressions. */
    @Override
    protected Optional<Query.Limit> limit() {
        Optional<Query.Limit> limit = super.limit();
        limit.ifPresent(given -> Stream.concat(given.count().stream(), given.offset().stream())
                .filter(e -> !(e instanceof Expression.Numeral || e instanceof Expression.Parameter))
                .findFirst()
                .ifPresent(e -> {
                    throw MySqlErrors.syntax(sql(), e.span().start());
                }));
        return limit;
    }

    MySqlStatement statement() {
        MySqlStatement statement = anyStatement();
        accept(";");
        expectEnd();
        return statement;
    }

    /** One expression that is all of the text. */
    Expression wholeExpression() {
        Expression expression = expression();
        expectEnd();
        return expression;
    }

    private MySqlStatement anyStatement() {
        switch (word()) {
            case "INSERT", "REPLACE" -> {
                return new MySqlStatement.Change(insert());
            }
            case "UPDATE" -> {
                return new MySqlStatement.Change(update(Optional.empty()));
            }
            case "DELETE" -> {
                return new MySqlStatement.Change(delete(Optional.empty()));
            }
            case "DO" -> {
                next();
                return new MySqlStatement.Evaluation(expressions());
            }
            case "WITH" -> {
                int mark = mark();
                Query.With with = with();
                if (isWord("UPDATE")) {
                    return new MySqlStatement.Change(update(Optional.of(with)));
                }
                if (isWord("DELETE")) {
                    return new MySqlStatement.Change(delete(Optional.of(with)));
                }
                back(mark);
            }
            default -> {}
        }
        if (!queryAhead()) {
            throw unexpected();
        }
        return new MySqlStatement.Selection(query());
    }

    @Override
    protected List<String> selectOptions() {
        List<String> options = new ArrayList<>();
        while (SELECT_OPTIONS.contains(word())) {
            String option = word();
            options.add(option.equals("DISTINCTROW") ? "DISTINCT" : option);
            next();
        }
        return options;
    }

    @Override
    protected Optional<TableReference> from() {
        if (isWord("DUAL")) {
            next();
            return Optional.empty();
        }
        return super.from();
    }

    @Override
    protected boolean conditionOptional(String type) {
        return type.equals("INNER");
    }

    @Override
    protected String joinType() {
        return acceptWord("STRAIGHT_JOIN") ? "INNER" : super.joinType();
    }

    @Override
    protected TableReference table() {
        if (isWord("JSON_TABLE") && peek(1).isSymbol("(")) {
            return jsonTable();
        }
        if (accept("{")) {
            expectWord("OJ");
            TableReference inner = tableReferences();
            expect("}");
            return inner;
        }
        return super.table();
    }

    @Override
    protected TableReference.Named tableName() {
        Token first = peek();
        List<Identifier> name = qualifiedName();
        if (acceptWord("PARTITION")) {
            identifierList();
            throw MySqlErrors.unsupported("PARTITION () clause");
        }
        Optional<Identifier> alias = tableAlias();
        indexHints();
        return new TableReference.Named(since(first), name, alias);
    }

    private void indexHints() {
        while ((isWord("USE") || isWord("FORCE") || isWord("IGNORE")) && (peek(1).is("INDEX") || peek(1).is("KEY"))) {
            next();
            next();
            if (acceptWord("FOR") && !acceptWord("JOIN")) {
                next();
                expectWord("BY");
            }
            expect("(");
            while (!is(")") && !atEnd()) {
                next();
            }
            expect(")");
            accept(",");
        }
    }

    private TableReference jsonTable() {
        Token first = next();
        expect("(");
        Expression document = expression();
        expect(",");
        Expression path = string();
        expectWord("COLUMNS");
        List<TableReference.FunctionColumn> columns = jsonColumns();
        expect(")");
        Expression.Call call = Expression.Call.of(since(first), "json_table", List.of(document, path));
        return new TableReference.Function(since(first), call, columns, tableAlias());
    }

    private List<TableReference.FunctionColumn> jsonColumns() {
        List<TableReference.FunctionColumn> columns = new ArrayList<>();
        expect("(");
        do {
            columns.add(jsonColumn());
        } while (accept(","));
        expect(")");
        return columns;
    }

    private TableReference.FunctionColumn jsonColumn() {
        if (acceptWord("NESTED")) {
            acceptWord("PATH");
            String path = next().value();
            expectWord("COLUMNS");
            return new TableReference.FunctionColumn(
                    Identifier.of(""), Optional.empty(), Optional.of(path), false, "", "", jsonColumns());
        }
        Identifier name = identifier();
        if (acceptWords("FOR", "ORDINALITY")) {
            return new TableReference.FunctionColumn(
                    name, Optional.empty(), Optional.empty(), false, "", "", List.of());
        }
        Expression.TypeName type = typeName();
        boolean exists = acceptWord("EXISTS");
        expectWord("PATH");
        String path = next().value();
        String onEmpty = "";
        String onError = "";
        while (isWord("NULL") || isWord("ERROR") || isWord("DEFAULT")) {
            String behaviour = next().text().toUpperCase(Locale.ROOT);
            if (behaviour.equals("DEFAULT")) {
                behaviour = "DEFAULT " + "'" + next().value().replace("'", "''") + "'";
            }
            expectWord("ON");
            if (acceptWord("EMPTY")) {
                onEmpty = behaviour;
            } else {
                expectWord("ERROR");
                onError = behaviour;
            }
        }
        return new TableReference.FunctionColumn(
                name, Optional.of(type), Optional.of(path), exists, onEmpty, onError, List.of());
    }

    @Override
    protected List<Expression.Variable> into() {
        expectWord("INTO");
        if (isWord("OUTFILE") || isWord("DUMPFILE")) {
            throw MySqlErrors.of(
                    1290,
                    "The MySQL server is running with the --secure-file-priv option so it cannot execute this"
                            + " statement");
        }
        List<Expression.Variable> variables = new ArrayList<>();
        do {
            if (peek().kind() != TokenKind.VARIABLE) {
                throw unexpected();
            }
            Token variable = next();
            variables.add(
                    new Expression.Variable(span(variable), variable.value().toLowerCase(Locale.ROOT)));
        } while (accept(","));
        return variables;
    }

    @Override
    protected boolean locking(List<Query.Locking> locking) {
        if (acceptWords("LOCK", "IN", "SHARE", "MODE")) {
            locking.add(new Query.Locking("SHARE", List.of(), ""));
            return true;
        }
        return super.locking(locking);
    }

    private List<String> changeOptions() {
        List<String> options = new ArrayList<>();
        while (CHANGE_OPTIONS.contains(word())) {
            options.add(word());
            next();
        }
        return options;
    }

    private Manipulation insert() {
        Token first = next();
        boolean replace = first.is("REPLACE");
        List<String> options = changeOptions();
        acceptWord("INTO");
        Token start = peek();
        List<Identifier> name = qualifiedName();
        if (acceptWord("PARTITION")) {
            identifierList();
        }
        TableReference.Named table = new TableReference.Named(since(start), name, Optional.empty());
        List<Identifier> columns = new ArrayList<>();
        boolean columnsGiven = false;
        if (is("(") && !queryAhead()) {
            columns.addAll(columnList());
            columnsGiven = true;
        }
        List<List<Expression>> rows = new ArrayList<>();
        Optional<Query> query = Optional.empty();
        if (!columnsGiven && acceptWord("SET")) {
            List<Expression> row = new ArrayList<>();
            for (SetClause clause : setClauses()) {
                columns.add(clause.column().last());
                row.add(clause.value());
            }
            columnsGiven = true;
            rows.add(row);
        } else if ((isWord("VALUES") || isWord("VALUE")) && !peek(1).is("ROW")) {
            next();
            do {
                rows.add(row());
            } while (accept(","));
        } else if (acceptWord("VALUES")) {
            do {
                expectWord("ROW");
                rows.add(row());
            } while (accept(","));
        } else if (queryAhead()) {
            query = Optional.of(query());
        } else {
            throw unexpected();
        }
        Optional<Identifier> rowAlias = Optional.empty();
        List<Identifier> columnAliases = List.of();
        if (acceptWord("AS")) {
            rowAlias = Optional.of(identifier());
            columnAliases = is("(") ? identifierList() : List.of();
        }
        List<SetClause> onDuplicate = List.of();
        if (!replace && acceptWords("ON", "DUPLICATE", "KEY", "UPDATE")) {
            onDuplicate = setClauses();
        }
        return new Manipulation.Insert(
                since(first),
                replace,
                options,
                table,
                columns,
                columnsGiven,
                rows,
                query,
                rowAlias,
                columnAliases,
                onDuplicate);
    }

    private List<Identifier> columnList() {
        expect("(");
        List<Identifier> columns = new ArrayList<>();
        if (!is(")")) {
            do {
                List<Identifier> name = qualifiedName();
                columns.add(name.get(name.size() - 1));
            } while (accept(","));
        }
        expect(")");
        return columns;
    }

    private List<Expression> row() {
        expect("(");
        List<Expression> values = is(")") ? List.of() : expressions();
        expect(")");
        return values;
    }

    private List<SetClause> setClauses() {
        List<SetClause> clauses = new ArrayList<>();
        do {
            Token first = peek();
            List<Identifier> name = qualifiedName();
            Expression.Name column = new Expression.Name(since(first), name);
            if (!accept("=")) {
                expect(":=");
            }
            clauses.add(new SetClause(column, expression()));
        } while (accept(","));
        return clauses;
    }

    private Manipulation update(Optional<Query.With> with) {
        Token first = next();
        List<String> options = changeOptions();
        TableReference tables = tableReferences();
        expectWord("SET");
        List<SetClause> assignments = setClauses();
        Optional<Expression> where = acceptWord("WHERE") ? Optional.of(expression()) : Optional.empty();
        return new Manipulation.Update(since(first), with, options, tables, assignments, where, orderBy(), limit());
    }

    private Manipulation delete(Optional<Query.With> with) {
        Token first = next();
        List<String> options = changeOptions();
        List<List<Identifier>> targets = new ArrayList<>();
        TableReference tables;
        if (acceptWord("FROM")) {
            int mark = mark();
            boolean several = targets(targets) && acceptWord("USING");
            if (!several) {
                targets.clear();
                back(mark);
                tables = tableName();
            } else {
                tables = tableReferences();
            }
        } else {
            targets(targets);
            expectWord("FROM");
            tables = tableReferences();
        }
        Optional<Expression> where = acceptWord("WHERE") ? Optional.of(expression()) : Optional.empty();
        return new Manipulation.Delete(since(first), with, options, targets, tables, where, orderBy(), limit());
    }

    private boolean targets(List<List<Identifier>> targets) {
        do {
            List<Identifier> name = new ArrayList<>();
            name.add(identifier());
            while (accept(".")) {
                if (accept("*")) {
                    break;
                }
                name.add(anyIdentifier());
            }
            targets.add(name);
        } while (accept(","));
        return true;
    }
}
