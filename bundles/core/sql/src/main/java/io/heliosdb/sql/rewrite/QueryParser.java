package io.heliosdb.sql.rewrite;

import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Query;
import io.heliosdb.sql.rewrite.tree.TableReference;
import io.heliosdb.sql.scan.Token;
import io.heliosdb.sql.scan.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads queries: SELECT with all that stands around it, set operations, VALUES, common table expressions. */
public abstract class QueryParser extends ExpressionParser {
    private static final Set<String> AFTER_NESTED =
            Set.of("UNION", "EXCEPT", "INTERSECT", "MINUS", "ORDER", "LIMIT", "OFFSET", "FETCH");

    protected QueryParser(String sql, List<Token> tokens) {
        super(sql, tokens);
    }

    @Override
    protected boolean queryAhead() {
        return queryAt(0);
    }

    private boolean queryAt(int ahead) {
        int at = ahead;
        while (peek(at).isSymbol("(")) {
            // ((SELECT 1) + 1) is no query, ((SELECT 1) UNION SELECT 2) is one
            Token after = peek(closing(at) + 1);
            boolean goesOn = after.isSymbol(")")
                    || after.kind() == TokenKind.END
                    || AFTER_NESTED.contains(after.text().toUpperCase(Locale.ROOT));
            if (!goesOn) {
                return false;
            }
            at++;
        }
        Token first = peek(at);
        boolean keyword = first.is("SELECT")
                || first.is("WITH")
                || first.is("TABLE")
                || (first.is("VALUES") && peek(at + 1).is("ROW"));
        return keyword && !peek(at + 1).isSymbol(".");
    }

    @Override
    protected final Query query() {
        Token first = peek();
        enter();
        Optional<Query.With> with = isWord("WITH") ? Optional.of(with()) : Optional.empty();
        List<Expression.Variable> into = new ArrayList<>();
        Query.Body body = setOperations(into);
        List<Expression.OrderItem> orderBy = orderBy();
        Optional<Query.Limit> limit = limit();
        List<Query.Locking> locking = new ArrayList<>();
        while (true) {
            if (into.isEmpty() && isWord("INTO")) {
                into.addAll(into());
            } else if (!locking(locking)) {
                break;
            }
        }
        leave();
        return new Query(since(first), with, body, orderBy, limit, locking, into);
    }

    protected final Query.With with() {
        expectWord("WITH");
        boolean recursive = acceptWord("RECURSIVE");
        List<Query.CommonTable> tables = new ArrayList<>();
        do {
            Identifier name = identifier();
            List<Identifier> columns = is("(") ? identifierList() : List.of();
            expectWord("AS");
            tables.add(new Query.CommonTable(name, columns, parenthesizedQuery()));
        } while (accept(","));
        return new Query.With(recursive, tables);
    }

    private Query.Body setOperations(List<Expression.Variable> into) {
        Token first = peek();
        Query.Body left = intersections(into);
        while (isWord("UNION") || isWord("EXCEPT") || isWord("MINUS")) {
            String operator = next().is("UNION") ? "UNION" : "EXCEPT";
            boolean all = all();
            left = new Query.SetOperation(since(first), operator, all, left, intersections(into));
        }
        return left;
    }

    private Query.Body intersections(List<Expression.Variable> into) {
        Token first = peek();
        Query.Body left = primary(into);
        while (acceptWord("INTERSECT")) {
            boolean all = all();
            left = new Query.SetOperation(since(first), "INTERSECT", all, left, primary(into));
        }
        return left;
    }

    private boolean all() {
        boolean all = acceptWord("ALL");
        if (!all) {
            acceptWord("DISTINCT");
        }
        return all;
    }

    private Query.Body primary(List<Expression.Variable> into) {
        Token first = peek();
        if (is("(")) {
            Query nested = parenthesizedQuery();
            return new Query.Nested(since(first), nested);
        }
        if (acceptWord("TABLE")) {
            TableReference.Named table = tableName();
            Query.Item all =
                    new Query.Item(since(first), new Expression.Star(span(first), List.of()), Optional.empty());
            return new Query.Select(
                    since(first),
                    List.of(),
                    List.of(all),
                    Optional.of(table),
                    Optional.empty(),
                    List.of(),
                    false,
                    Optional.empty(),
                    List.of());
        }
        if (acceptWord("VALUES")) {
            return values(first);
        }
        return select(into);
    }

    private Query.Body values(Token first) {
        List<List<Expression>> rows = new ArrayList<>();
        do {
            acceptWord("ROW");
            expect("(");
            rows.add(expressions());
            expect(")");
        } while (accept(","));
        return new Query.Values(since(first), rows);
    }

    private Query.Select select(List<Expression.Variable> into) {
        Token first = peek();
        expectWord("SELECT");
        List<String> options = selectOptions();
        List<Query.Item> items = new ArrayList<>();
        do {
            items.add(item());
        } while (accept(","));
        if (isWord("INTO")) {
            into.addAll(into());
        }
        Optional<TableReference> from = acceptWord("FROM") ? from() : Optional.empty();
        Optional<Expression> where = acceptWord("WHERE") ? Optional.of(expression()) : Optional.empty();
        List<Expression.OrderItem> groupBy = acceptWords("GROUP", "BY") ? orderItems() : List.of();
        boolean rollup = !groupBy.isEmpty() && acceptWords("WITH", "ROLLUP");
        Optional<Expression> having = acceptWord("HAVING") ? Optional.of(expression()) : Optional.empty();
        List<Query.NamedWindow> windows = new ArrayList<>();
        if (acceptWord("WINDOW")) {
            do {
                Identifier name = identifier();
                expectWord("AS");
                windows.add(new Query.NamedWindow(name, window()));
            } while (accept(","));
        }
        return new Query.Select(since(first), options, items, from, where, groupBy, rollup, having, windows);
    }

    /** The words between SELECT and the list. */
    protected List<String> selectOptions() {
        if (acceptWord("DISTINCT")) {
            return List.of("DISTINCT");
        }
        acceptWord("ALL");
        return List.of();
    }

    private Query.Item item() {
        Token first = peek();
        Expression expression = expression();
        return new Query.Item(since(first), expression, itemAlias());
    }

    /** The label of a column. */
    protected Optional<Identifier> itemAlias() {
        boolean as = acceptWord("AS");
        if (peek().kind() == TokenKind.STRING) {
            return Optional.of(identifier(next()));
        }
        if (as || identifierAhead()) {
            return Optional.of(identifier());
        }
        return Optional.empty();
    }

    /** What follows FROM; empty where a vendor has a word for no table at all. */
    protected Optional<TableReference> from() {
        return Optional.of(tableReferences());
    }

    protected final TableReference tableReferences() {
        TableReference left = joined();
        while (accept(",")) {
            left = new TableReference.Join("CROSS", false, left, joined(), Optional.empty(), List.of());
        }
        return left;
    }

    private TableReference joined() {
        enter();
        TableReference left = table();
        while (true) {
            TableReference longer = join(left);
            if (longer == null) {
                leave();
                return left;
            }
            left = longer;
        }
    }

    private TableReference join(TableReference left) {
        boolean natural = acceptWord("NATURAL");
        String type = joinType();
        if (type.isEmpty()) {
            if (natural) {
                throw unexpected();
            }
            return null;
        }
        TableReference right = table();
        if (type.equals("CROSS") || natural) {
            return new TableReference.Join(type, natural, left, right, Optional.empty(), List.of());
        }
        // a JOIN b JOIN c ON … ON …: the inner one first
        while (!isWord("ON") && !isWord("USING")) {
            TableReference longer = join(right);
            if (longer == null) {
                break;
            }
            right = longer;
        }
        if (acceptWord("ON")) {
            return new TableReference.Join(type, false, left, right, Optional.of(expression()), List.of());
        }
        if (acceptWord("USING")) {
            return new TableReference.Join(type, false, left, right, Optional.empty(), identifierList());
        }
        if (!conditionOptional(type)) {
            throw unexpected();
        }
        return new TableReference.Join("CROSS", false, left, right, Optional.empty(), List.of());
    }

    /** Whether a join may stand without a condition. */
    protected boolean conditionOptional(String type) {
        return false;
    }

    /** The words of a join, read to the end of JOIN; empty where none begins here. */
    protected String joinType() {
        if (acceptWord("JOIN") || acceptWords("INNER", "JOIN")) {
            return "INNER";
        }
        if (acceptWords("CROSS", "JOIN")) {
            return "CROSS";
        }
        for (String side : new String[] {"LEFT", "RIGHT", "FULL"}) {
            if (acceptWords(side, "JOIN") || acceptWords(side, "OUTER", "JOIN")) {
                return side;
            }
        }
        return "";
    }

    /** One table, derived table or join in parentheses. */
    protected TableReference table() {
        Token first = peek();
        boolean lateral = acceptWord("LATERAL");
        if (is("(") && (lateral || queryAt(1))) {
            Query query = parenthesizedQuery();
            Optional<Identifier> alias = tableAlias();
            List<Identifier> columns = alias.isPresent() && is("(") ? identifierList() : List.of();
            return new TableReference.Derived(since(first), lateral, query, alias, columns);
        }
        if (is("(")) {
            return parenthesizedJoin();
        }
        return tableName();
    }

    private TableReference parenthesizedJoin() {
        expect("(");
        TableReference inner = tableReferences();
        expect(")");
        return inner;
    }

    /** A table by name with alias and whatever a vendor lets follow it. */
    protected TableReference.Named tableName() {
        Token first = peek();
        List<Identifier> name = qualifiedName();
        Optional<Identifier> alias = tableAlias();
        return new TableReference.Named(since(first), name, alias);
    }

    protected Optional<Identifier> tableAlias() {
        if (acceptWord("AS") || identifierAhead()) {
            return Optional.of(identifier());
        }
        return Optional.empty();
    }

    /** LIMIT or its like. */
    protected Optional<Query.Limit> limit() {
        if (!acceptWord("LIMIT")) {
            return Optional.empty();
        }
        Expression first = expression(Precedence.PREDICATE + 1);
        if (accept(",")) {
            return Optional.of(new Query.Limit(Optional.of(expression(Precedence.PREDICATE + 1)), Optional.of(first)));
        }
        if (acceptWord("OFFSET")) {
            return Optional.of(new Query.Limit(Optional.of(first), Optional.of(expression(Precedence.PREDICATE + 1))));
        }
        return Optional.of(new Query.Limit(Optional.of(first), Optional.empty()));
    }

    /** Variables after INTO. */
    protected List<Expression.Variable> into() {
        throw unexpected();
    }

    /** Reads one locking clause; false where none begins here. */
    protected boolean locking(List<Query.Locking> locking) {
        if (!isWord("FOR") || (!peek(1).is("UPDATE") && !peek(1).is("SHARE"))) {
            return false;
        }
        next();
        String strength = word();
        next();
        List<List<Identifier>> tables = new ArrayList<>();
        if (acceptWord("OF")) {
            do {
                tables.add(qualifiedName());
            } while (accept(","));
        }
        String wait = "";
        if (acceptWord("NOWAIT")) {
            wait = "NOWAIT";
        } else if (acceptWords("SKIP", "LOCKED")) {
            wait = "SKIP LOCKED";
        }
        locking.add(new Query.Locking(strength, tables, wait));
        return true;
    }
}
