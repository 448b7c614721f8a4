package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.statement.Listing;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Step.Use;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.sql.scan.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The SHOW statements that the session itself answers: variables, status, warnings, grants, the process list. */
final class SessionListings {
    private final Tokens tokens;
    private final SessionState state;
    private final StatementContext context;

    SessionListings(Tokens tokens, SessionState state, StatementContext context) {
        this.tokens = tokens;
        this.state = state;
        this.context = context;
    }

    /** Behind SHOW; empty where the session does not know the answer. */
    Optional<Plan> plan() {
        int mark = tokens.mark();
        Optional<String> scope = tokens.acceptAny("GLOBAL", "SESSION", "LOCAL");
        boolean global = scope.filter("GLOBAL"::equals).isPresent();
        if (tokens.accept("VARIABLES")) {
            return Optional.of(named(variables(global)));
        }
        if (tokens.accept("STATUS")) {
            return Optional.of(named(status()));
        }
        if (scope.isPresent()) {
            throw tokens.error();
        }
        if (tokens.accept("COUNT")) {
            return Optional.of(count());
        }
        if (tokens.accept("WARNINGS")) {
            return Optional.of(conditions(state.diagnostics().all()));
        }
        if (tokens.accept("ERRORS")) {
            return Optional.of(conditions(state.diagnostics().errors()));
        }
        if (tokens.accept("GRANTS")) {
            return Optional.of(grants());
        }
        boolean full = tokens.accept("FULL");
        if (tokens.accept("PROCESSLIST")) {
            tokens.end();
            return Optional.of(processes(full));
        }
        tokens.rewind(mark);
        return Optional.empty();
    }

    private static Plan of(Listing listing, String condition) {
        return of(listing, condition, QueryPlans::ofTheMoment);
    }

    private static Plan of(Listing listing, String condition, Consumer<Outcome> succeeded) {
        return new Plan(
                List.of(new Step(listing.text(condition), Use.ROWS, List.of())),
                StatementKind.QUERY,
                TransactionEffect.NONE,
                0,
                List.of(),
                succeeded);
    }

    // ------------------------------------------------------------------ variables and status

    private Map<String, String> variables(boolean global) {
        Map<String, String> values = new TreeMap<>();
        for (SystemVariable variable : SystemVariables.all()) {
            if (!global || variable.hasGlobal()) {
                String shown = global ? state.variables().global(variable) : shown(variable);
                values.put(variable.name(), shown == null ? "" : shown);
            }
        }
        return values;
    }

    private String shown(SystemVariable variable) {
        return switch (variable.name()) {
            case "last_insert_id", "identity", "pseudo_thread_id", "warning_count", "error_count", "timestamp" ->
                state.systemVariable("", variable.name()).text();
            default -> state.variables().shown(variable);
        };
    }

    private Map<String, String> status() {
        Map<String, String> values = new TreeMap<>();
        for (String zero : List.of(
                "Created_tmp_tables",
                "Innodb_buffer_pool_reads",
                "Key_reads",
                "Open_files",
                "Open_tables",
                "Opened_tables",
                "Slow_queries",
                "Table_locks_waited")) {
            values.put(zero, "0");
        }
        state.opening().control().status().forEach((name, count) -> values.put(name, Long.toString(count)));
        values.put("Compression", state.opening().settings().getOrDefault("compression", "OFF"));
        values.put("Innodb_page_size", "16384");
        values.put("Ssl_cipher", state.opening().settings().getOrDefault("ssl_cipher", ""));
        values.put("Ssl_version", state.opening().settings().getOrDefault("ssl_version", ""));
        return values;
    }

    /** With LIKE only the rows that match travel to the engine and back. */
    private Plan named(Map<String, String> values) {
        String condition = "";
        Optional<LikePattern> pattern = Optional.empty();
        if (tokens.accept("LIKE")) {
            pattern = Optional.of(new LikePattern(tokens.string()));
        } else if (tokens.accept("WHERE")) {
            condition = context.condition(tokens.rest());
        }
        tokens.end();
        List<List<String>> rows = new ArrayList<>();
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (pattern.isEmpty() || pattern.get().matches(value.getKey())) {
                rows.add(List.of(text(value.getKey()), text(value.getValue())));
            }
        }
        return of(Listing.ofRows(rows, "Variable_name", "Value"), condition);
    }

    private static String text(String value) {
        return EngineQuotes.string(value) + "::text";
    }

    // ------------------------------------------------------------------ warnings

    private Plan conditions(List<Condition> conditions) {
        int skip = 0;
        int most = Integer.MAX_VALUE;
        if (tokens.accept("LIMIT")) {
            most = Tokens.small(tokens.integer());
            if (tokens.acceptSymbol(",")) {
                skip = most;
                most = Tokens.small(tokens.integer());
            }
        }
        tokens.end();
        List<List<String>> rows = conditions.stream()
                .skip(skip)
                .limit(most)
                .map(condition -> List.of(
                        text(condition.level().label()), condition.code() + "::bigint", text(condition.message())))
                .toList();
        return of(Listing.ofRows(rows, "Level", "Code", "Message"), "", outcome -> state.diagnostics()
                .keep());
    }

    /** {@code SHOW COUNT(*) WARNINGS}. */
    private Plan count() {
        tokens.expectSymbol("(");
        tokens.expectSymbol("*");
        tokens.expectSymbol(")");
        boolean errors = tokens.accept("ERRORS");
        if (!errors) {
            tokens.expect("WARNINGS");
        }
        tokens.end();
        int count = errors
                ? state.diagnostics().errors().size()
                : state.diagnostics().all().size();
        String label = errors ? "@@session.error_count" : "@@session.warning_count";
        return of(Listing.ofRows(List.of(List.of(count + "::bigint")), label), "", outcome -> state.diagnostics()
                .keep());
    }

    // ------------------------------------------------------------------ grants and processes

    private Plan grants() {
        if (tokens.accept("FOR")) {
            if (tokens.accept("CURRENT_USER")) {
                if (tokens.acceptSymbol("(")) {
                    tokens.expectSymbol(")");
                }
            } else {
                String user = tokens.nameOrString();
                if (tokens.peek().kind() == TokenKind.VARIABLE) {
                    tokens.next();
                }
                if (!user.equals(state.opening().user())) {
                    throw Refusal.of(1141, "There is no such grant defined for user '" + user + "' on host '%'");
                }
            }
        }
        tokens.end();
        String account = "`" + state.opening().user().replace("`", "``") + "`@`%`";
        List<List<String>> rows = List.of(
                List.of(text("GRANT USAGE ON *.* TO " + account)),
                List.of(text("GRANT ALL PRIVILEGES ON `"
                        + state.defaultDatabase().replace("`", "``") + "`.* TO " + account)));
        return of(Listing.ofRows(rows, "Grants for " + state.opening().user() + "@%"), "");
    }

    /** The user's sessions, as information_schema tells them. */
    private Plan processes(boolean full) {
        String source = "SELECT id, \"user\", host, db, command, time, state, "
                + (full ? "info" : "pg_catalog.left(info, 100)") + " FROM " + Processes.VIEW;
        return Processes.known(
                of(
                        Listing.of(source, "Id", "User", "Host", "db", "Command", "Time", "State", "Info")
                                .orderedBy(Listing.column("Id")),
                        ""),
                state.opening().control());
    }
}
