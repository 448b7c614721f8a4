package io.heliosdb.sql.rewrite.tree;

import java.util.List;
import java.util.Optional;

/** An expression. A dialect may have kinds of its own. */
public interface Expression {
    Span span();

    /** NULL. */
    record Null(Span span) implements Expression {}

    /** TRUE or FALSE. */
    record Bool(Span span, boolean value) implements Expression {}

    /** @param text digits, point and exponent as written */
    record Numeral(Span span, String text) implements Expression {}

    /**
     * A character string.
     *
     * @param value escapes resolved, adjacent pieces joined
     * @param first the first piece, which some vendors take as the label of a column
     * @param charset the introducer or prefix before it, lower-case ({@code utf8mb4}, {@code n})
     */
    record Text(Span span, String value, String first, Optional<String> charset) implements Expression {
        public static Text of(String value) {
            return new Text(Span.NONE, value, value, Optional.empty());
        }
    }

    /** Octets written as hexadecimal digits, an even number of them. */
    record Octets(Span span, String digits) implements Expression {}

    /** Bits written as 0 and 1. */
    record Bits(Span span, String bits) implements Expression {}

    /** @param type {@code date}, {@code time} or {@code timestamp} */
    record Temporal(Span span, String type, String value) implements Expression {}

    /** @param index of the client's parameter, from 0 */
    record Parameter(Span span, int index) implements Expression {}

    /** A column, qualified or not. */
    record Name(Span span, List<Identifier> parts) implements Expression {
        public Identifier last() {
            return parts.get(parts.size() - 1);
        }

        public static Name of(String... parts) {
            return new Name(
                    Span.NONE,
                    java.util.Arrays.stream(parts).map(Identifier::of).toList());
        }
    }

    /** All columns, of one table or of all. */
    record Star(Span span, List<Identifier> qualifier) implements Expression {}

    /** A variable of the session, {@code @name}. */
    record Variable(Span span, String name) implements Expression {}

    /**
     * A variable of the server, {@code @@scope.name}.
     *
     * @param scope lower-case, empty where none is given
     */
    record SystemVariable(Span span, String scope, String name) implements Expression {}

    /** A word that is an argument of a function: a unit, {@code LEADING}. Upper-case. */
    record Word(Span span, String word) implements Expression {}

    /** @param operator upper-case: {@code NOT}, {@code -}, {@code ~}, {@code BINARY} */
    record Unary(Span span, String operator, Expression operand) implements Expression {}

    /** @param operator upper-case: {@code AND}, {@code =}, {@code ||}, {@code DIV} */
    record Infix(Span span, String operator, Expression left, Expression right) implements Expression {}

    record Between(Span span, boolean not, Expression operand, Expression low, Expression high) implements Expression {}

    record InList(Span span, boolean not, Expression operand, List<Expression> list) implements Expression {}

    record InQuery(Span span, boolean not, Expression operand, Query query) implements Expression {}

    /** @param operator upper-case: {@code LIKE}, {@code REGEXP} */
    record Like(
            Span span,
            boolean not,
            String operator,
            Expression operand,
            Expression pattern,
            Optional<Expression> escape)
            implements Expression {}

    /** @param what upper-case: {@code NULL}, {@code TRUE}, {@code FALSE}, {@code UNKNOWN} */
    record Is(Span span, boolean not, Expression operand, String what) implements Expression {}

    record Exists(Span span, Query query) implements Expression {}

    /** @param quantifier {@code ANY} or {@code ALL} */
    record Quantified(Span span, String operator, Expression left, String quantifier, Query query)
            implements Expression {}

    record Case(Span span, Optional<Expression> operand, List<When> branches, Optional<Expression> otherwise)
            implements Expression {}

    /** One branch of a CASE. */
    record When(Expression condition, Expression result) {}

    record Cast(Span span, Expression operand, TypeName type) implements Expression {}

    /** {@code CONVERT(operand USING charset)}. */
    record Transcode(Span span, Expression operand, String charset) implements Expression {}

    /** Several values: a row, or one value in parentheses that a vendor tells apart. */
    record RowValue(Span span, List<Expression> items) implements Expression {}

    /** A query as a value. */
    record Scalar(Span span, Query query) implements Expression {}

    /** @param unit upper-case, {@code DAY_SECOND} */
    record Interval(Span span, Expression amount, String unit) implements Expression {}

    record Collate(Span span, Expression operand, String collation) implements Expression {}

    /** {@code @name := value}. */
    record Assignment(Span span, Variable variable, Expression value) implements Expression {}

    /**
     * {@code MATCH (columns) AGAINST (pattern)}.
     *
     * @param mode upper-case words behind the pattern ({@code IN BOOLEAN MODE}), empty for none
     */
    record Match(Span span, List<Expression> columns, Expression pattern, String mode) implements Expression {}

    /** A function call. */
    record Call(
            Span span,
            List<Identifier> name,
            List<Expression> arguments,
            boolean distinct,
            List<OrderItem> orderBy,
            Optional<Expression> separator,
            Optional<Expression> filter,
            Optional<Window> over)
            implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        public static Call of(Span span, String name, List<Expression> arguments) {
            return new Call(
                    span,
                    List.of(Identifier.of(name)),
                    arguments,
                    false,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /** The last part of the name, lower-case. */
        public String function() {
            return name.get(name.size() - 1).text().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A type.
     *
     * @param name lower-case words ({@code unsigned}, {@code double precision})
     * @param arguments between parentheses
     * @param attributes lower-case words and what follows them: {@code unsigned}, {@code array}
     */
    record TypeName(String name, List<String> arguments, List<String> attributes) {}

    /** @param nulls {@code FIRST}, {@code LAST}, or empty for the vendor's order */
    record OrderItem(Expression expression, boolean descending, String nulls) {}

    /**
     * A window.
     *
     * @param base the name of a window that it refers to
     * @param frame the frame clause as written, in upper case, numbers and all; empty for none
     */
    record Window(
            Optional<Identifier> base, List<Expression> partitionBy, List<OrderItem> orderBy, Optional<Frame> frame) {
        /** Whether it is nothing but the name of another one. */
        public boolean reference() {
            return base.isPresent() && partitionBy.isEmpty() && orderBy.isEmpty() && frame.isEmpty();
        }
    }

    /** @param unit {@code ROWS}, {@code RANGE}, {@code GROUPS} */
    record Frame(String unit, Bound start, Optional<Bound> end) {}

    /** @param kind {@code UNBOUNDED PRECEDING}, {@code CURRENT ROW}, {@code PRECEDING}, … */
    record Bound(String kind, Optional<Expression> offset) {}
}
