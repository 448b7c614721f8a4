package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.ValueKind;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Expression.Call;
import io.heliosdb.sql.rewrite.tree.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * MySQL's functions. What is not named here keeps its name and finds its definition in the prelude, or is a function that
 * somebody has created.
 */
abstract class MySqlFunctionWriter extends MySqlCastWriter {
    /** Functions that have another name at the engine, or none where the grammar gives their name to something else. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("json_objectagg", "helios_mysql.\"json_objectagg\""),
            Map.entry("json_arrayagg", "helios_mysql.\"json_arrayagg\""),
            Map.entry("current_timestamp", "now"),
            Map.entry("localtime", "now"),
            Map.entry("localtimestamp", "now"),
            Map.entry("current_date", "curdate"),
            Map.entry("current_time", "curtime"),
            Map.entry("greatest", "helios_mysql.\"greatest\""),
            Map.entry("least", "helios_mysql.\"least\""),
            Map.entry("trim", "helios_mysql.\"trim\""),
            Map.entry("char", "helios_mysql.\"char\""),
            Map.entry("json_value", "helios_mysql.\"json_value\""),
            Map.entry("json_object", "helios_mysql.\"json_object\""),
            Map.entry("json_array", "helios_mysql.\"json_array\""),
            Map.entry("interval", "helios_mysql.\"interval\""),
            Map.entry("member_of", "helios_mysql.member_of"),
            Map.entry("substring", "substring"),
            Map.entry("date", "helios_mysql.\"date\""),
            Map.entry("time", "helios_mysql.\"time\""),
            Map.entry("timestamp", "helios_mysql.\"timestamp\""),
            Map.entry("position", "locate"));

    /** Functions that compare their arguments. */
    private static final Set<String> COMPARING =
            Set.of("instr", "locate", "position", "strcmp", "field", "find_in_set", "replace");

    private static final Pattern TIME_PARTS = Pattern.compile("%[HhIiklprSsTf]");
    private static final Pattern DATE_PARTS = Pattern.compile("%[abcDdejMmUuVvWwXxYy]");

    /** The engine's own functions that join texts: dates and times would be joined as the engine writes them. */
    private static final Set<String> JOINING = Set.of("concat", "concat_ws");

    /** Functions that look at the octets of a text. */
    private static final Set<String> OCTETS = Set.of("hex", "length", "octet_length", "bit_length", "to_base64");

    /** Functions that are types, too: a bare string after them is a cast for the engine. */
    private static final Set<String> TYPE_NAMES =
            Set.of("year", "date", "time", "timestamp", "bit", "char", "interval", "point", "json", "uuid");

    /** Functions that add up numbers: they take the numbers of an ENUM's or a SET's members, and those in JSON. */
    private static final Set<String> ADDING = Set.of("sum", "avg", "bit_and", "bit_or", "bit_xor");

    /** Whether what is ordered by has to be what is shown: the members of an ENUM are ordered as text then. */
    protected boolean sortsAsText;

    MySqlFunctionWriter(EngineText out, TranslationContext context) {
        super(out, context);
    }

    @Override
    protected void call(Call call) {
        if (call.name().size() > 1) {
            own(call);
            return;
        }
        List<Expression> arguments = call.arguments();
        switch (call.function()) {
            case "if" -> {
                count(call, 3);
                choice(call);
            }
            case "ifnull" -> {
                count(call, 2);
                out.add("COALESCE");
                parenthesized(() -> unified(arguments));
            }
            case "coalesce" -> {
                out.add("COALESCE");
                parenthesized(() -> unified(arguments));
            }
            case "greatest", "least" -> {
                out.add(RENAMED.get(call.function()));
                parenthesized(() -> unified(arguments));
            }
            case "nullif" -> {
                count(call, 2);
                function("NULLIF", () -> value(arguments.get(0)), () -> comparand(arguments.get(1), arguments.get(0)));
            }
            case "mod" -> {
                count(call, 2);
                parenthesized(() -> value(new Expression.Infix(call.span(), "%", arguments.get(0), arguments.get(1))));
            }
            case "json_set", "json_insert", "json_replace", "json_array_append", "json_array_insert" -> changed(call);
            case "count" -> counted(call);
            case "group_concat" -> groupConcat(call);
            case "values" -> insertedValue(call);
            case "date_add", "date_sub", "adddate", "subdate" -> dateAdd(call);
            case "timestampadd" -> {
                count(call, 3);
                shifted(
                        arguments.get(2),
                        new Expression.Interval(
                                call.span(), arguments.get(1), ((Expression.Word) arguments.get(0)).word()),
                        false);
            }
            case "extract", "timestampdiff", "get_format" -> keyed(call);
            case "trim" -> trim(call);
            case "std", "stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp" -> deviation(call);
            case "str_to_date" -> {
                count(call, 2);
                readMoment(call);
            }
            case "unix_timestamp" -> {
                int decimals = arguments.size() == 1 ? decimals(arguments.get(0)) : 0;
                if (decimals > 0) {
                    function(
                            "unix_timestamp", () -> typed(arguments.get(0)), () -> out.add(Integer.toString(decimals)));
                } else {
                    plain(call);
                }
            }
            case "grouping" -> {
                out.add("GROUPING");
                parenthesized(() -> values(arguments));
            }
            case "get_lock" -> {
                count(call, 2);
                long connection = context.volatileSession().connectionId();
                function(
                        "get_lock",
                        () -> value(arguments.get(0)),
                        () -> value(arguments.get(1)),
                        () -> out.add(Long.toString(connection)));
            }
            case "last_insert_id" -> {
                if (arguments.isEmpty()) {
                    literal(context.volatileSession().lastInsertId());
                } else {
                    rememberedKey(arguments.get(0));
                }
            }
            default -> sessionValue(call.function()).ifPresentOrElse(this::literal, () -> plain(call));
        }
    }

    private void count(Call call, int arguments) {
        if (call.arguments().size() != arguments) {
            throw MySqlErrors.of(
                    1582, "Incorrect parameter count in the call to native function '" + call.function() + "'");
        }
    }

    /** A function that somebody has created, in a database or in the current one. */
    private void own(Call call) {
        Identifier schema = call.name().get(call.name().size() - 2);
        boolean main = schema.text().equalsIgnoreCase(context.session().defaultDatabase());
        out.name(main ? "public" : fold(schema)).add(".").name(call.function());
        parenthesized(() -> values(call.arguments()));
    }

    private void plain(Call call) {
        String renamed = RENAMED.get(call.function());
        if (renamed == null) {
            out.name(call.function());
        } else {
            out.add(renamed);
        }
        out.add("(").add(call.distinct() ? "DISTINCT " : "");
        boolean aggregate = Aggregates.named(call.function());
        String separator = "";
        List<Expression> arguments = new ArrayList<>(call.arguments());
        if (COMPARING.contains(call.function())
                && arguments.stream().allMatch(e -> uncollated(e) || kind(e).number())) {
            arguments.replaceAll(e -> kind(e) == ValueKind.TEXT ? withCollation(e) : e);
        }
        for (Expression argument : arguments) {
            out.add(separator);
            if (aggregate && kind(argument) == ValueKind.BOOLEAN) {
                operand(argument);
                out.add("::integer");
            } else if (ADDING.contains(call.function())
                    && (members(argument).isPresent() || kind(argument) == ValueKind.JSON)) {
                number(argument);
            } else if (call.function().equals("sum") && kind(argument) == ValueKind.DOUBLE) {
                // The engine adds up reals as reals.
                operand(argument);
                out.add("::double precision");
            } else if (TYPE_NAMES.contains(call.function()) && !(argument instanceof Expression.Name)) {
                typed(argument);
                out.add(argument instanceof Expression.Parameter ? "::text" : "");
            } else if (JOINING.contains(call.function()) && kind(argument).temporal()) {
                asText(argument);
            } else if (OCTETS.contains(call.function()) && encodes(argument)) {
                encoded((Expression.Transcode) argument);
            } else if (aggregate) {
                value(argument);
            } else {
                unpadded(argument);
            }
            separator = ", ";
        }
        out.add(")");
        afterCall(call);
    }

    /** What a function tells of the session; empty where the function is none of these. */
    private Optional<SessionValue> sessionValue(String function) {
        return switch (function) {
            case "database", "schema" ->
                Optional.of(context.session().database().map(SessionValue::of).orElse(SessionValue.NULL));
            case "user", "session_user", "system_user" ->
                Optional.of(SessionValue.of(context.volatileSession().user()));
            case "current_user" ->
                Optional.of(SessionValue.of(context.volatileSession().currentUser()));
            case "version" ->
                Optional.of(SessionValue.of(context.volatileSession().version()));
            case "connection_id" ->
                Optional.of(SessionValue.of(context.volatileSession().connectionId()));
            case "row_count" ->
                Optional.of(SessionValue.of(context.volatileSession().rowCount()));
            case "found_rows" ->
                Optional.of(SessionValue.of(context.volatileSession().foundRows()));
            default -> Optional.empty();
        };
    }

    /** {@code LAST_INSERT_ID(n)}: its value is n. Who writes the statement remembers it. */
    protected void rememberedKey(Expression value) {
        parenthesized(() -> value(value));
    }

    private void choice(Call call) {
        List<Expression> results = call.arguments().subList(1, 3);
        ValueKind common = common(results);
        boolean mixed = results.stream()
                .anyMatch(e -> common == ValueKind.TEXT && kind(e) != ValueKind.TEXT && kind(e) != ValueKind.NULL);
        out.add("CASE WHEN ");
        condition(call.arguments().get(0));
        out.add(" THEN ");
        unified(results.get(0), common, mixed);
        out.add(" ELSE ");
        unified(results.get(1), common, mixed);
        out.add(" END");
    }

    /** Several changes of a document are made one after the other: the engine's function makes one. */
    private void changed(Call call) {
        List<Expression> arguments = call.arguments();
        int last = arguments.size() - 2;
        if (last <= 1 || arguments.size() % 2 == 0) {
            plain(call);
            return;
        }
        Call before = Call.of(call.span(), call.function(), arguments.subList(0, last));
        plain(Call.of(call.span(), call.function(), List.of(before, arguments.get(last), arguments.get(last + 1))));
    }

    /** Deviations are DOUBLE, and those of the population unless they say otherwise. */
    private void deviation(Call call) {
        String name =
                switch (call.function()) {
                    case "std", "stddev" -> "stddev_pop";
                    case "variance" -> "var_pop";
                    default -> call.function();
                };
        out.add(name).add("((");
        number(call.arguments().get(0));
        out.add(")::double precision)");
        afterCall(call);
    }

    /** STR_TO_DATE gives a DATE, a TIME or a DATETIME, whichever its format has the parts of. */
    private void readMoment(Call call) {
        Expression format = call.arguments().get(1);
        String parts = format instanceof Expression.Text text ? context.looking(text.value()) : "%d%H";
        boolean time = TIME_PARTS.matcher(parts).find();
        boolean date = DATE_PARTS.matcher(parts).find();
        if (time == date) {
            plain(call);
        } else {
            function(time ? "helios_mysql.as_time" : "helios_mysql.as_date", () -> plain(call));
        }
    }

    /** COUNT(DISTINCT a, b) leaves out rows where one of them is NULL. */
    private void counted(Call call) {
        List<Expression> arguments = call.arguments();
        if (arguments.size() < 2) {
            plain(call);
            return;
        }
        out.add("count(DISTINCT ");
        parenthesized(() -> values(arguments));
        out.add(")").add(" FILTER (WHERE ");
        String separator = "";
        for (Expression argument : arguments) {
            out.add(separator);
            operand(argument);
            out.add(" IS NOT NULL");
            separator = " AND ";
        }
        out.add(")");
    }

    private void groupConcat(Call call) {
        List<Expression> arguments = call.arguments();
        Expression element = arguments.size() == 1 ? arguments.get(0) : Call.of(call.span(), "concat", arguments);
        out.add("array_to_string(array_agg(").add(call.distinct() ? "DISTINCT " : "");
        asText(element, call.distinct());
        if (!call.orderBy().isEmpty()) {
            boolean outer = sortsAsText;
            sortsAsText = call.distinct();
            out.add(" ORDER BY ");
            orderItems(call.orderBy());
            sortsAsText = outer;
        }
        out.add(") FILTER (WHERE ");
        operand(element);
        out.add(" IS NOT NULL)");
        if (call.over().isPresent()) {
            afterCall(new Call(
                    call.span(),
                    call.name(),
                    List.of(),
                    false,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    call.over()));
        }
        out.add(", ");
        value(call.separator().orElse(Expression.Text.of(",")));
        out.add(")");
    }

    /** What is distinct is ordered by itself, and that must be written alike. */
    private void asText(Expression element, boolean distinct) {
        if (distinct) {
            value(element);
        } else {
            asText(element);
        }
    }

    /** {@code VALUES(column)} in ON DUPLICATE KEY UPDATE. */
    protected void insertedValue(Call call) {
        out.add("NULL");
    }

    private void dateAdd(Call call) {
        count(call, 2);
        boolean back = call.function().endsWith("sub") || call.function().equals("subdate");
        Expression amount = call.arguments().get(1);
        Expression.Interval interval = amount instanceof Expression.Interval given
                ? given
                : new Expression.Interval(amount.span(), amount, "DAY");
        shifted(call.arguments().get(0), interval, back);
    }

    /** The first argument is a word. */
    private void keyed(Call call) {
        out.add("helios_mysql.")
                .name(call.function().equals("extract") ? "extract_unit" : call.function())
                .add("(");
        out.string(((Expression.Word) call.arguments().get(0)).word());
        for (Expression argument : call.arguments().subList(1, call.arguments().size())) {
            out.add(", ");
            typed(argument);
        }
        out.add(")");
    }

    private void trim(Call call) {
        List<Expression> arguments = call.arguments();
        if (arguments.size() == 1) {
            function("btrim", () -> asText(arguments.get(0)));
            return;
        }
        function(
                "helios_mysql.trim_of",
                () -> out.string(((Expression.Word) arguments.get(0)).word()),
                () -> asText(arguments.get(1)),
                () -> asText(arguments.get(2)));
    }
}
