package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.ValueKind;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Expression.TypeName;

/** MySQL's casts. */
abstract class MySqlCastWriter extends MySqlExpressionWriter {
    MySqlCastWriter(EngineText out, TranslationContext context) {
        super(out, context);
    }

    @Override
    protected void cast(Expression.Cast cast) {
        Expression operand = cast.operand();
        TypeName type = cast.type();
        ValueKind kind = kind(operand);
        String modifier = type.arguments().isEmpty() ? "" : "(" + String.join(", ", type.arguments()) + ")";
        switch (type.name()) {
            case "signed", "int", "integer", "bigint" -> {
                read(operand, "INTEGER");
                number(kind, operand, "helios_mysql.as_signed", "bigint");
            }
            case "unsigned" -> {
                read(operand, "INTEGER");
                function("helios_mysql.as_unsigned", () -> readable(operand));
                // The client reads this very type as BIGINT UNSIGNED.
                out.add("::numeric(20, 0)");
            }
            case "decimal", "dec", "numeric" -> {
                read(operand, "DECIMAL");
                number(kind, operand, "helios_mysql.as_decimal", "numeric");
                out.add("::numeric").add(modifier.isEmpty() ? "(10, 0)" : modifier);
            }
            case "double", "real" -> {
                read(operand, "DOUBLE");
                number(kind, operand, "helios_mysql.as_double", "double precision");
            }
            case "float" -> {
                read(operand, "DOUBLE");
                number(kind, operand, "helios_mysql.as_double", "double precision");
                out.add(
                        modifier.isEmpty()
                                        || context.looking(type.arguments().get(0))
                                                        .length()
                                                < 2
                                ? "::real"
                                : "");
            }
            case "char", "nchar", "varchar" -> text(operand, type);
            case "binary", "varbinary" -> function("helios_mysql.as_binary", () -> typed(operand));
            case "date" -> function("helios_mysql.as_date", () -> typed(operand));
            case "datetime" -> {
                function("helios_mysql.as_datetime", () -> typed(operand));
                out.add("::timestamp").add(modifier.isEmpty() ? "(0)" : modifier);
            }
            case "time" -> {
                function("helios_mysql.as_time", () -> typed(operand));
                out.add("::interval").add(modifier.isEmpty() ? "(0)" : modifier);
            }
            case "year" -> function("helios_mysql.as_year", () -> typed(operand));
            case "json" -> function("helios_mysql.as_json", () -> typed(operand));
            default -> throw MySqlErrors.syntax(context.sql(), operand.span().end());
        }
    }

    /** MySQL warns of a literal that is not all of it a number. */
    private void read(Expression operand, String type) {
        if (operand instanceof Expression.Text literal && !Literals.binary(operand)) {
            String text = context.looking(literal.value());
            if (!(type.equals("INTEGER") ? Literals.integer(text) : Literals.number(text))) {
                context.truncated(type, literal);
            }
        }
    }

    /** A number becomes another one by the engine's own cast; anything else is read as MySQL reads it. */
    private void number(ValueKind kind, Expression operand, String function, String type) {
        if (kind.number() && !(kind == ValueKind.DOUBLE && type.equals("numeric"))) {
            parenthesized(() -> value(operand));
            out.add("::").add(type);
        } else {
            function(function, () -> readable(operand));
        }
    }

    /** Writes what is read as a number: a text, or the number of a member. */
    private void readable(Expression e) {
        if (members(e).isPresent()) {
            number(e);
        } else {
            typed(e);
        }
    }

    private void text(Expression operand, TypeName type) {
        if (type.arguments().isEmpty()) {
            parenthesized(() -> asText(operand));
            out.add(kind(operand) == ValueKind.TEXT && operand instanceof Expression.Text ? "::text" : "");
        } else {
            function(
                    "left",
                    () -> asText(operand),
                    () -> out.add(type.arguments().get(0)));
        }
    }
}
