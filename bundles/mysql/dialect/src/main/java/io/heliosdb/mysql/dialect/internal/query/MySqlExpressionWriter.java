package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.Scope;
import io.heliosdb.sql.rewrite.ValueKind;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Manipulation;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What MySQL's operators, literals and conditions mean at the engine. */
abstract class MySqlExpressionWriter extends MySqlValueWriter {
    /** The engine's text of a value, and its kind. */
    private record Given(String text, ValueKind kind) {}

    /** Those whose result has no sign where one of their operands has none. */
    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*");

    private static final Set<String> BIT_OPERATORS = Set.of("|", "&", "^", "<<", ">>");

    /** What variables were given in this statement: what comes later reads that. */
    private final Map<String, Given> assigned = new HashMap<>();

    MySqlExpressionWriter(EngineText out, TranslationContext context) {
        super(out, context);
    }

    @Override
    protected String fold(Identifier identifier) {
        return identifier.text().toLowerCase(Locale.ROOT);
    }

    @Override
    protected boolean predicate(Expression e) {
        return super.predicate(e)
                || (e instanceof Expression.Call call && call.function().equals("isnull"));
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

    /** Writes a value as an operand of arithmetic. */
    protected final void number(Expression e) {
        if (e instanceof Expression.Text literal && !Literals.binary(e)) {
            // In arithmetic a string is a DOUBLE.
            String text = context.looking(literal.value());
            if (Literals.number(text)) {
                out.string(text.trim()).add("::double precision");
            } else {
                context.truncated("DOUBLE", literal);
                value(e);
                out.add("::text");
            }
        } else if (e instanceof Expression.Octets octets) {
            out.add(Literals.octetsAsNumber(context.looking(octets.digits())));
        } else if (e instanceof Expression.Bits bits) {
            out.add(Literals.bitsAsNumber(bits.bits()));
        } else if (kind(e) == ValueKind.BOOLEAN) {
            operand(e);
            out.add("::integer");
        } else if (kind(e) == ValueKind.JSON) {
            function("helios_mysql.as_double", () -> value(e));
        } else if (members(e).isPresent()) {
            memberNumber(members(e).get(), e);
            out.add("::double precision");
        } else {
            operand(e);
        }
    }

    @Override
    protected void comparison(String operator, Expression left, Expression right) {
        super.comparison(operator, left, right);
        if (kind(left) == ValueKind.TEXT && kind(right) == ValueKind.TEXT && !collated(left) && !collated(right)) {
            // Two strings without a column: the connection's collation compares them.
            collation();
        }
    }

    /** Whether a string brings a collation with it. */
    private boolean collated(Expression e) {
        if (e instanceof Expression.Call call) {
            return call.arguments().stream().anyMatch(this::collated);
        }
        return !(e instanceof Expression.Text);
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
    protected void numeral(Expression.Numeral numeral) {
        out.add(Literals.numeral(numeral.text()));
    }

    @Override
    protected void bool(Expression.Bool bool) {
        out.add(bool.value() ? "1" : "0");
    }

    @Override
    protected void text(Expression.Text text) {
        if (Literals.binary(text)) {
            Literals.bytea(out, Literals.octets(text));
        } else {
            super.text(text);
        }
    }

    @Override
    protected void infix(Expression.Infix infix) {
        String operator = infix.operator();
        if (infix.right() instanceof Expression.Interval && (operator.equals("+") || operator.equals("-"))) {
            shifted(infix.left(), (Expression.Interval) infix.right(), operator.equals("-"));
        } else if (infix.left() instanceof Expression.Interval && operator.equals("+")) {
            shifted(infix.right(), (Expression.Interval) infix.left(), false);
        } else if (operator.equals("DIV")) {
            function("helios_mysql.integer_divide", () -> number(infix.left()), () -> divisor(infix.right()));
        } else if (operator.equals("||")) {
            function("concat", () -> typed(infix.left()), () -> typed(infix.right()));
        } else if (operator.equals("->")) {
            function("json_extract", () -> value(infix.left()), () -> value(infix.right()));
        } else if (operator.equals("->>")) {
            function(
                    "json_unquote",
                    () -> function("json_extract", () -> value(infix.left()), () -> value(infix.right())));
        } else if (BIT_OPERATORS.contains(operator)) {
            bits(infix);
        } else {
            arithmetic(infix);
        }
    }

    private void arithmetic(Expression.Infix infix) {
        if (infix.operator().equals("-") && unsigned(infix) && !context.has(SqlMode.NO_UNSIGNED_SUBTRACTION)) {
            String written = "(" + infix.span().of(context.sql()).strip() + ")";
            function("helios_mysql.unsigned_difference", () -> chain(infix), () -> out.string(written));
        } else {
            chain(infix);
        }
    }

    /** Whether an expression is an integer without a sign: one of two such makes the result of an operator one. */
    private boolean unsigned(Expression e) {
        if (e instanceof Expression.Infix infix) {
            return ARITHMETIC.contains(infix.operator())
                    && (unsigned(infix.left()) || unsigned(infix.right()))
                    && integer(infix.left())
                    && integer(infix.right());
        }
        if (e instanceof Expression.Cast cast) {
            return cast.type().name().equals("unsigned");
        }
        return origin(e).filter(column -> column.type().endsWith("_unsigned")).isPresent();
    }

    private boolean integer(Expression e) {
        return kind(e) == ValueKind.INTEGER || e instanceof Expression.Parameter || unsigned(e);
    }

    private void chain(Expression.Infix infix) {
        Expression left = infix.left();
        Deque<Expression.Infix> chain = new ArrayDeque<>();
        chain.push(infix);
        while (left instanceof Expression.Infix && sameChain((Expression.Infix) left, infix)) {
            chain.push((Expression.Infix) left);
            left = ((Expression.Infix) left).left();
        }
        number(left);
        for (Expression.Infix next : chain) {
            out.add(" ").add(next.operator()).add(" ");
            if (next.operator().equals("/") || next.operator().equals("%")) {
                divisor(next.right());
            } else {
                number(next.right());
            }
        }
    }

    /** Writes what is divided by. */
    protected void divisor(Expression e) {
        number(e);
    }

    private static boolean sameChain(Expression.Infix left, Expression.Infix infix) {
        return left.operator().equals(infix.operator())
                && !(left.right() instanceof Expression.Interval)
                && !(left.left() instanceof Expression.Interval);
    }

    private void bits(Expression.Infix infix) {
        number(infix.left());
        out.add(" ").add(infix.operator().equals("^") ? "#" : infix.operator()).add(" ");
        number(infix.right());
    }

    /** Writes a date or time with an interval added or taken away. */
    protected final void shifted(Expression moment, Expression.Interval interval, boolean back) {
        boolean time = interval.unit().contains("HOUR")
                || interval.unit().contains("MINUTE")
                || interval.unit().contains("SECOND");
        function(time ? "helios_mysql.add_time" : "helios_mysql.add_days", () -> typed(moment), () -> {
            out.add(back ? "-" : "");
            interval(interval);
        });
    }

    private void interval(Expression.Interval interval) {
        String unit = interval.unit();
        Expression amount = interval.amount();
        String text = amount instanceof Expression.Numeral numeral ? numeral.text() : "";
        boolean simple = !unit.contains("_") && (unit.equals("QUARTER") ? context.looking(text) : text).matches("\\d+");
        if (simple) {
            int factor = unit.equals("QUARTER") ? 3 : 1;
            out.add("interval '")
                    .add(
                            factor == 1
                                    ? text
                                    : new BigInteger(text)
                                            .multiply(BigInteger.valueOf(factor))
                                            .toString())
                    .add(" ")
                    .add(unit.equals("QUARTER") ? "month" : unit.toLowerCase(Locale.ROOT))
                    .add("'");
        } else {
            function("helios_mysql.to_interval", () -> typed(amount), () -> out.string(unit));
        }
    }

    @Override
    protected void unary(Expression.Unary unary) {
        switch (unary.operator()) {
            case "-" -> {
                out.add("-");
                number(unary.operand());
            }
            case "+" -> number(unary.operand());
            case "~" -> {
                out.add("~");
                number(unary.operand());
            }
            case "BINARY" -> {
                if (kind(unary.operand()) == ValueKind.BINARY) {
                    operand(unary.operand());
                } else {
                    parenthesized(() -> asText(unary.operand()));
                    out.add(" COLLATE helios_mysql.utf8mb4_bin");
                }
            }
            default -> super.unary(unary);
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

    /** Writes a value of the session. */
    protected final void literal(SessionValue value) {
        if (value.text() == null) {
            out.add("NULL::").add(value.engineType());
        } else if (value.engineType().equals("integer") && !value.text().startsWith("-")) {
            out.add(value.text());
        } else {
            out.string(value.text()).add("::").add(value.engineType());
        }
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

    /** The kind of what may be any of them. */
    protected final ValueKind common(List<Expression> list) {
        ValueKind kind = ValueKind.NULL;
        for (Expression e : list) {
            kind = kind.or(kind(e));
        }
        return kind;
    }

    @Override
    protected ValueKind kind(Expression e) {
        if (predicate(e) || e instanceof Expression.Bool) {
            return ValueKind.INTEGER;
        }
        if (e instanceof Expression.Name name) {
            Optional<Expression> aliased = aliased(name);
            if (aliased.isPresent() && aliased.get() != e) {
                return aliased.get() instanceof Expression.Name column ? columnKind(column) : kind(aliased.get());
            }
            return columnKind(name);
        }
        if (e instanceof Expression.Text) {
            return Literals.binary(e) ? ValueKind.BINARY : ValueKind.TEXT;
        }
        if (e instanceof Expression.Numeral numeral) {
            String text = numeral.text();
            boolean exact = text.indexOf('e') < 0 && text.indexOf('E') < 0;
            return !exact ? ValueKind.DOUBLE : text.indexOf('.') < 0 ? ValueKind.INTEGER : ValueKind.DECIMAL;
        }
        if (e instanceof Expression.Null) {
            return ValueKind.NULL;
        }
        if (e instanceof Expression.Octets || e instanceof Expression.Bits) {
            return ValueKind.BINARY;
        }
        if (e instanceof Expression.Infix infix) {
            return infixKind(infix);
        }
        if (e instanceof Expression.Unary unary) {
            if (unary.operator().equals("~")) {
                return ValueKind.DECIMAL; // a BIGINT UNSIGNED
            }
            return unary.operator().equals("BINARY") ? ValueKind.TEXT : numeric(kind(unary.operand()));
        }
        if (e instanceof Expression.Call call) {
            return callKind(call);
        }
        return otherKind(e);
    }

    private ValueKind columnKind(Expression.Name name) {
        return column(name).map(Scope.Column::kind).orElse(ValueKind.UNKNOWN);
    }

    private ValueKind otherKind(Expression e) {
        if (e instanceof Expression.Case c) {
            ValueKind kind = c.otherwise().map(this::kind).orElse(ValueKind.NULL);
            for (Expression.When branch : c.branches()) {
                kind = kind.or(kind(branch.result()));
            }
            return kind;
        }
        if (e instanceof Expression.Cast cast) {
            return Kinds.ofType(cast.type().name());
        }
        if (e instanceof Expression.Collate || e instanceof Expression.Transcode) {
            return ValueKind.TEXT;
        }
        if (e instanceof Expression.Match) {
            return ValueKind.DOUBLE;
        }
        if (e instanceof Expression.Temporal temporal) {
            return Kinds.ofType(temporal.type());
        }
        if (e instanceof Expression.Variable variable && assigned.containsKey(variable.name())) {
            return assigned.get(variable.name()).kind();
        }
        if (e instanceof Expression.Variable variable) {
            SessionValue value = context.volatileSession().userVariable(variable.name());
            return value.text() == null ? ValueKind.NULL : Kinds.ofType(value.engineType());
        }
        if (e instanceof Expression.Assignment assignment) {
            return kind(assignment.value());
        }
        return ValueKind.UNKNOWN;
    }

    private ValueKind infixKind(Expression.Infix infix) {
        switch (infix.operator()) {
            case "||", "->>" -> {
                return ValueKind.TEXT;
            }
            case "->" -> {
                return ValueKind.JSON;
            }
            case "DIV" -> {
                return ValueKind.INTEGER;
            }
            default -> {}
        }
        if (infix.right() instanceof Expression.Interval) {
            ValueKind moment = kind(infix.left());
            return moment == ValueKind.DATE ? ValueKind.UNKNOWN : moment;
        }
        if (BIT_OPERATORS.contains(infix.operator())) {
            return ValueKind.INTEGER;
        }
        ValueKind left = numeric(kind(infix.left()));
        ValueKind right = numeric(kind(infix.right()));
        ValueKind both = left.or(right);
        return infix.operator().equals("/") && both == ValueKind.INTEGER ? ValueKind.DECIMAL : both;
    }

    private static ValueKind numeric(ValueKind kind) {
        return switch (kind) {
            case TEXT, JSON -> ValueKind.DOUBLE;
            case BOOLEAN -> ValueKind.INTEGER;
            default -> kind;
        };
    }

    /** What kind of value a function gives. */
    protected abstract ValueKind callKind(Expression.Call call);
}
