package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.ValueKind;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Manipulation;
import java.util.List;
import java.util.Optional;

/** What MySQL's conditions mean at the engine, and those of its expressions that the engine has in another form. */
abstract class MySqlExpressionWriter extends MySqlArithmeticWriter {
    MySqlExpressionWriter(EngineText out, TranslationContext context) {
        super(out, context);
    }

    @Override
    protected void truthValue(Expression predicate) {
        parenthesized(() -> test(predicate));
        out.add("::integer");
    }

    @Override
    protected boolean atomic(Expression e) {
        return super.atomic(e) && !predicate(e);
    }

    @Override
    protected void test(Expression e) {
        if (e instanceof Expression.Call call) {
            operand(call.arguments().get(0));
            out.add(" IS NULL");
        } else if (e instanceof Expression.InList in
                && uncollated(in.operand())
                && in.list().stream().allMatch(this::uncollated)) {
            super.test(new Expression.InList(in.span(), in.not(), withCollation(in.operand()), in.list()));
        } else if (e instanceof Expression.Between between && uncollated(between)) {
            super.test(new Expression.Between(
                    between.span(), between.not(), withCollation(between.operand()), between.low(), between.high()));
        } else {
            super.test(e);
        }
    }

    private boolean uncollated(Expression.Between between) {
        return uncollated(between.operand()) && uncollated(between.low()) && uncollated(between.high());
    }

    /** Whether an expression is a string that no column takes part in: the connection's collation is the one for it. */
    protected final boolean uncollated(Expression e) {
        return kind(e) == ValueKind.TEXT && !collated(e);
    }

    /** Whether a string brings a collation with it. */
    private boolean collated(Expression e) {
        if (e instanceof Expression.Call call) {
            return call.arguments().stream().anyMatch(this::collated);
        }
        return !(e instanceof Expression.Text);
    }

    /** The same string with the connection's collation. */
    protected final Expression withCollation(Expression e) {
        return new Expression.Collate(e.span(), e, context.session().collation());
    }

    /** Writes the connection's collation behind strings that have none of their own. */
    private void collation() {
        out.add(" COLLATE helios_mysql.").name(context.session().collation());
    }

    @Override
    protected void asCondition(Expression value) {
        Optional<Boolean> literal = value instanceof Expression.Text ? Optional.empty() : literalTruth(value);
        if (literal.isPresent()) {
            out.add(literal.get().toString());
        } else if (value instanceof Expression.Null) {
            out.add("NULL::boolean");
        } else if (value instanceof Expression.Numeral) {
            parenthesized(() -> {
                value(value);
                out.add(" <> 0");
            });
        } else if (kind(value) == ValueKind.BOOLEAN) {
            value(value);
        } else if (members(value).isPresent()) {
            memberNumber(members(value).get(), value);
            out.add(" <> 0");
        } else if (value instanceof Expression.Match match) {
            words(match.columns());
            out.add(" @@ ");
            searched(match);
        } else {
            function("helios_mysql.truth", () -> typed(value));
        }
    }

    /** Whether a literal is true or false: TRUE, FALSE, 1, 0, '1', '0'. */
    protected final Optional<Boolean> literalTruth(Expression e) {
        if (e instanceof Expression.Bool bool) {
            return Optional.of(bool.value());
        }
        String text = "";
        if (e instanceof Expression.Numeral numeral) {
            text = context.looking(numeral.text());
        } else if (e instanceof Expression.Text string) {
            text = context.looking(string.value());
        }
        return text.equals("1") ? Optional.of(true) : text.equals("0") ? Optional.of(false) : Optional.empty();
    }

    @Override
    protected void comparison(String operator, Expression left, Expression right) {
        super.comparison(operator, left, right);
        if (kind(left) == ValueKind.TEXT && kind(right) == ValueKind.TEXT && !collated(left) && !collated(right)) {
            // Two strings without a column: the connection's collation compares them.
            collation();
        }
    }

    @Override
    protected void comparand(Expression e, Expression other) {
        ValueKind there = kind(other);
        Optional<Boolean> truth = there == ValueKind.BOOLEAN ? literalTruth(e) : Optional.empty();
        if (truth.isPresent()) {
            out.add(truth.get().toString());
        } else if (there == ValueKind.JSON && e instanceof Expression.Text) {
            function("to_jsonb", () -> typed(e));
        } else if (there == ValueKind.JSON && e instanceof Expression.Bool bool) {
            out.string(Boolean.toString(bool.value())).add("::jsonb");
        } else if (there == ValueKind.JSON && (kind(e).number() || kind(e) == ValueKind.TEXT)) {
            function("to_jsonb", () -> value(e));
        } else if (there.number() && (e instanceof Expression.Text || Literals.binary(e))) {
            compared(e);
        } else if (there.number() && members(e).isPresent()) {
            memberNumber(members(e).get(), e);
        } else if (there == ValueKind.TEXT
                && Literals.binary(e)
                && Literals.characters(context.looking(Literals.octets(e))).isPresent()) {
            out.string(Literals.characters(context.looking(Literals.octets(e))).get());
        } else if (there.temporal() && e instanceof Expression.Text text && unreal(text)) {
            unrealDate(text, there);
        } else {
            operand(e);
        }
    }

    /** Writes a literal that is compared with a number: a number of its own kind, so that an index can find it. */
    protected final void compared(Expression e) {
        if (e instanceof Expression.Text text
                && !Literals.binary(e)
                && Literals.number(context.looking(text.value()))) {
            out.add(Literals.numeral(text.value()));
        } else {
            number(e);
        }
    }

    @Override
    protected void like(Expression.Like like) {
        if (like.operator().equals("REGEXP")) {
            out.add(like.not() ? "NOT " : "");
            function("helios_mysql.matches", () -> asText(like.operand()), () -> asText(like.pattern()));
            return;
        }
        parenthesizedText(like.operand());
        out.add(like.not() ? " NOT LIKE " : " LIKE ");
        parenthesizedText(like.pattern());
        if (!collated(like.operand()) && !collated(like.pattern())) {
            collation();
        }
        if (like.escape().isPresent()) {
            out.add(" ESCAPE ");
            operand(like.escape().get());
        } else if (context.has(SqlMode.NO_BACKSLASH_ESCAPES)) {
            out.add(" ESCAPE ''");
        }
    }

    private void parenthesizedText(Expression e) {
        ValueKind kind = kind(e);
        if (kind == ValueKind.UNKNOWN) {
            operand(e);
        } else if (kind == ValueKind.TEXT && !atomic(e)) {
            parenthesized(() -> value(e));
        } else {
            asText(e);
        }
    }

    @Override
    protected void otherTerm(Expression e) {
        if (e instanceof Expression.Octets || e instanceof Expression.Bits) {
            Literals.bytea(out, Literals.octets(e));
        } else if (e instanceof Expression.Temporal temporal) {
            temporal(temporal);
        } else if (e instanceof Expression.Collate collate) {
            checkCollation(collate);
            parenthesized(() -> asText(collate.operand()));
            out.add(" COLLATE helios_mysql.").name(collate.collation());
        } else if (e instanceof Expression.Transcode transcode) {
            transcoded(transcode);
        } else if (e instanceof Expression.Variable variable && assigned.containsKey(variable.name())) {
            out.add(assigned.get(variable.name()).text());
        } else if (e instanceof Expression.Variable variable) {
            literal(context.volatileSession().userVariable(variable.name()));
        } else if (e instanceof Expression.SystemVariable variable) {
            literal(context.volatileSession().systemVariable(variable.scope(), variable.name()));
        } else if (e instanceof Expression.Assignment assignment) {
            // The value itself; who writes the statement has looked after the variable.
            String text = out.captured(() -> value(assignment.value()));
            out.add(text);
            assigned.putIfAbsent(assignment.variable().name(), new Given(text, kind(assignment.value())));
        } else if (e instanceof Expression.Interval interval) {
            interval(interval);
        } else if (e instanceof Expression.Match match) {
            function("helios_mysql.match_score", () -> words(match.columns()), () -> searched(match));
        } else if (e instanceof Manipulation.Default d) {
            defaultValue(d);
        } else {
            super.otherTerm(e);
        }
    }

    /** The words of the columns, in the very form that a FULLTEXT index has them. */
    private void words(List<Expression> columns) {
        out.add("to_tsvector('simple'::regconfig, ");
        String separator = "";
        for (Expression column : columns) {
            out.add(separator).add("coalesce(");
            operand(column);
            out.add("::text COLLATE \"C\", ''::text)");
            separator = " || ' '::text || ";
        }
        out.add(")");
    }

    private void searched(Expression.Match match) {
        String form = match.mode().isEmpty() ? "natural" : "boolean";
        function("helios_mysql.match_" + form, () -> asText(match.pattern()));
    }

    private void defaultValue(Manipulation.Default value) {
        Expression.Name name = value.column()
                .orElseThrow(
                        () -> MySqlErrors.syntax(context.sql(), value.span().start()));
        throw MySqlErrors.unsupported("DEFAULT(" + name.last().text() + ")");
    }

    @Override
    protected void caseOf(Expression.Case e) {
        if (e.operand().isPresent()) {
            // CASE x WHEN y compares as x = y does
            out.add("CASE");
            for (Expression.When branch : e.branches()) {
                out.add(" WHEN ");
                branch(e.operand().get(), branch.condition());
                out.add(" THEN ");
                result(branch.result(), e);
            }
            if (e.otherwise().isPresent()) {
                out.add(" ELSE ");
                result(e.otherwise().get(), e);
            }
            out.add(" END");
        } else {
            super.caseOf(e);
        }
    }

    /** CASE compares a document with a string by its text: with 'null' it finds the document that is null. */
    private void branch(Expression operand, Expression condition) {
        if (kind(operand) == ValueKind.JSON && condition instanceof Expression.Text) {
            asText(operand);
            out.add(" = ");
            value(condition);
        } else {
            comparison("=", operand, condition);
        }
    }

    /** Values of different kinds become text, as MySQL makes them. */
    @Override
    protected void result(Expression result, Expression whole) {
        ValueKind common = kind(whole);
        Expression.Case e = (Expression.Case) whole;
        boolean mixed = e.branches().stream().anyMatch(branch -> !fits(branch.result(), common))
                || e.otherwise().filter(otherwise -> !fits(otherwise, common)).isPresent();
        unified(result, common, mixed);
    }

    private boolean fits(Expression e, ValueKind kind) {
        return kind(e) == kind || kind(e) == ValueKind.NULL || kind != ValueKind.TEXT;
    }

    /** Writes one of several values that must be of one kind. */
    protected final void unified(Expression e, ValueKind common, boolean mixed) {
        if (mixed && common == ValueKind.TEXT) {
            asText(e);
        } else if (common == ValueKind.TEXT && e instanceof Expression.Text) {
            typed(e);
        } else {
            unpadded(e);
        }
    }

    /** Writes values that must be of one kind, separated by commas. */
    protected final void unified(List<Expression> list) {
        ValueKind common = common(list);
        boolean mixed = list.stream().anyMatch(e -> !fits(e, common));
        String separator = "";
        for (Expression e : list) {
            out.add(separator);
            unified(e, common, mixed);
            separator = ", ";
        }
    }
}
