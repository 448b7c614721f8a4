package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.QueryWriter;
import io.heliosdb.sql.rewrite.Scope;
import io.heliosdb.sql.rewrite.ValueKind;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Expression.Call;
import io.heliosdb.sql.rewrite.tree.Identifier;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what kind of value each of MySQL's expressions has, and what is known of the column that it is. */
abstract class MySqlKindResolver extends QueryWriter {
    /** The engine's text of a value, and its kind. */
    record Given(String text, ValueKind kind) {}

    /** Those whose result has no sign where one of their operands has none. */
    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*");

    static final Set<String> BIT_OPERATORS = Set.of("|", "&", "^", "<<", ">>");
    private static final int MOST_DECIMALS = 6;
    private static final Pattern FRACTION = Pattern.compile("\\.(\\d+)\\s*$");

    private static final Set<String> PRESENT =
            Set.of("now", "sysdate", "current_timestamp", "localtime", "localtimestamp", "utc_timestamp");

    protected final TranslationContext context;

    /** What variables were given in this statement: what comes later reads that. */
    protected final Map<String, Given> assigned = new HashMap<>();

    MySqlKindResolver(EngineText out, TranslationContext context) {
        super(out);
        this.context = context;
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

    /** What kind of value a function gives. */
    private ValueKind callKind(Call call) {
        List<Expression> arguments = call.arguments();
        switch (call.function()) {
            case "coalesce", "ifnull", "greatest", "least" -> {
                return common(arguments);
            }
            case "if" -> {
                return arguments.size() == 3 ? common(arguments.subList(1, 3)) : ValueKind.UNKNOWN;
            }
            case "unix_timestamp" -> {
                return arguments.size() == 1 && decimals(arguments.get(0)) > 0 ? ValueKind.DECIMAL : ValueKind.INTEGER;
            }
            case "nullif", "min", "max", "any_value", "values" -> {
                return arguments.isEmpty() ? ValueKind.UNKNOWN : kind(arguments.get(0));
            }
            case "abs", "round", "truncate", "mod", "sum", "avg" -> {
                ValueKind kind = arguments.isEmpty() ? ValueKind.UNKNOWN : kind(arguments.get(0));
                return kind == ValueKind.TEXT ? ValueKind.DOUBLE : kind;
            }
            default -> {
                return call.name().size() > 1 ? ValueKind.UNKNOWN : Kinds.ofFunction(call.function());
            }
        }
    }

    private static ValueKind numeric(ValueKind kind) {
        return switch (kind) {
            case TEXT, JSON -> ValueKind.DOUBLE;
            case BOOLEAN -> ValueKind.INTEGER;
            default -> kind;
        };
    }

    /** The kind of what may be any of them. */
    protected final ValueKind common(List<Expression> list) {
        ValueKind kind = ValueKind.NULL;
        for (Expression e : list) {
            kind = kind.or(kind(e));
        }
        return kind;
    }

    /** Whether an expression is an integer without a sign: one of two such makes the result of an operator one. */
    protected final boolean unsigned(Expression e) {
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

    @Override
    protected Optional<TableColumn> origin(Expression e) {
        if (e instanceof Expression.Name name) {
            Optional<Expression> meant = aliased(name);
            return meant.isPresent() && meant.get() != e
                    ? meant.filter(Expression.Name.class::isInstance).flatMap(super::origin)
                    : super.origin(e);
        }
        return Optional.empty();
    }

    /** The digits of the fraction that a column shows though they are zeros. */
    protected final int digits(Expression e) {
        return origin(e).map(Kinds::digits).orElse(-1);
    }

    /** The decimals that a moment has for the fraction of a second, as far as the statement says. */
    protected final int decimals(Expression moment) {
        if (moment instanceof Expression.Text text) {
            Matcher fraction = FRACTION.matcher(context.looking(text.value()));
            return fraction.find() ? Math.min(fraction.group(1).length(), MOST_DECIMALS) : 0;
        }
        if (moment instanceof Call call
                && PRESENT.contains(call.function())
                && call.arguments().size() == 1
                && call.arguments().get(0) instanceof Expression.Numeral numeral) {
            String digits = context.looking(numeral.text());
            return digits.matches("[0-6]") ? Integer.parseInt(digits) : 0;
        }
        return digits(moment);
    }
}
