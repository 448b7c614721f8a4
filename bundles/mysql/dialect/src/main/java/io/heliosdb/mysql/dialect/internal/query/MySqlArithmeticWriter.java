package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.ValueKind;
import io.heliosdb.sql.rewrite.tree.Expression;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** What MySQL's operators between values mean at the engine: on numbers, on bits, on moments and intervals. */
abstract class MySqlArithmeticWriter extends MySqlValueWriter {
    MySqlArithmeticWriter(EngineText out, TranslationContext context) {
        super(out, context);
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

    private static boolean sameChain(Expression.Infix left, Expression.Infix infix) {
        return left.operator().equals(infix.operator())
                && !(left.right() instanceof Expression.Interval)
                && !(left.left() instanceof Expression.Interval);
    }

    /** Writes what is divided by. */
    protected void divisor(Expression e) {
        number(e);
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

    /** Writes an interval. */
    protected final void interval(Expression.Interval interval) {
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
}
