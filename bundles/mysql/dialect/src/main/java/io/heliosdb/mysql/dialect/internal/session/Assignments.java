package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.query.SessionValue;
import io.heliosdb.mysql.dialect.internal.session.Assignment.Default;
import io.heliosdb.mysql.dialect.internal.session.Assignment.Evaluated;
import io.heliosdb.mysql.dialect.internal.session.Assignment.Known;
import io.heliosdb.mysql.dialect.internal.session.Assignment.OfSystem;
import io.heliosdb.mysql.dialect.internal.session.Assignment.OfUser;
import io.heliosdb.mysql.dialect.internal.session.Assignment.Source;
import io.heliosdb.mysql.dialect.internal.session.SystemVariable.Accepted;
import io.heliosdb.mysql.dialect.internal.statement.CharacterSet;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Step.Use;
import io.heliosdb.spi.dialect.TransactionEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The parts of a SET, checked before anything of them happens and done when the engine has done its share. */
final class Assignments {
    private final SessionState state;
    private final List<Assignment> assignments;
    private final List<String> expressions;
    private final List<Integer> parameters;
    private final List<Step> steps = new ArrayList<>();
    private boolean commits;

    /**
     * @param expressions engine texts of the values that the engine has to evaluate
     * @param parameters how many the client's statement has in each of them
     */
    Assignments(SessionState state, List<Assignment> assignments, List<String> expressions, List<Integer> parameters) {
        this.state = state;
        this.assignments = assignments;
        this.expressions = expressions;
        this.parameters = parameters;
    }

    Plan plan() {
        int parameter = 0;
        for (int i = 0; i < expressions.size(); i++) {
            List<Integer> own = IntStream.range(parameter, parameter + parameters.get(i))
                    .boxed()
                    .toList();
            parameter += own.size();
            // The inner query keeps a volatile expression from being evaluated twice.
            String captured =
                    clock(i) ? EngineParameters.clock("v") + ", 'double precision'" : "v::text, pg_typeof(v)::text";
            steps.add(new Step(
                    "SELECT " + captured + " FROM (SELECT " + expressions.get(i) + ") AS e(v)", Use.CAPTURE, own));
        }
        assignments.forEach(this::check);
        return new Plan(
                steps,
                StatementKind.OTHER,
                commits ? TransactionEffect.COMMIT : TransactionEffect.NONE,
                parameter,
                List.of(),
                this::apply);
    }

    /** Whether the expression of that number is what the session's clock is set to. */
    private boolean clock(int expression) {
        return assignments.stream()
                .anyMatch(assignment -> assignment instanceof OfSystem system
                        && system.variable().name().equals("timestamp")
                        && system.source().equals(new Evaluated(expression)));
    }

    /** Refuses what can be seen to be wrong, and asks the engine for what it has to know. */
    private void check(Assignment assignment) {
        if (assignment instanceof OfSystem system && !(system.source() instanceof Evaluated)) {
            SystemVariable variable = system.variable();
            String shown = accepted(system, List.of()).shown();
            switch (variable.name()) {
                case "autocommit" ->
                    commits = shown.equals("ON") && !state.variables().on("autocommit");
                case "timestamp" ->
                    steps.add(new Step("SELECT " + EngineParameters.clock(shown), Use.DISCARD, List.of()));
                case "time_zone" -> parameter("TimeZone", TimeZones.engine(shown));
                case "innodb_lock_wait_timeout", "lock_wait_timeout" ->
                    parameter("lock_timeout", state.lockTimeoutMillis(variable.name(), shown) + "ms");
                default -> {
                    // the engine does not know it
                }
            }
        }
    }

    private void parameter(String name, String value) {
        steps.add(new Step(EngineParameters.set(name, value), Use.DISCARD, List.of()));
    }

    private void apply(Outcome outcome) {
        for (Assignment assignment : assignments) {
            if (assignment instanceof OfUser user) {
                state.setUserVariable(user.name(), value(user.source(), outcome.captured()));
            } else if (assignment instanceof OfSystem system) {
                Accepted accepted = accepted(system, outcome.captured());
                if (accepted.truncated()) {
                    state.warn(1292, "Truncated incorrect " + system.variable().name() + " value");
                }
                set(system, accepted.shown());
            }
        }
        if (commits) {
            state.transactions().ended();
        }
        if (!steps.isEmpty()) {
            state.engineParametersChanged();
        }
    }

    private static SessionValue value(Source source, List<List<String>> captured) {
        if (source instanceof Evaluated evaluated) {
            List<String> row = captured.get(evaluated.index());
            return row.get(0) == null ? SessionValue.NULL : new SessionValue(row.get(1), row.get(0));
        }
        return source instanceof Known known ? known.value() : SessionValue.NULL;
    }

    private Accepted accepted(OfSystem system, List<List<String>> captured) {
        SystemVariable variable = system.variable();
        if (system.source() instanceof Default) {
            return Accepted.of(variable.hasGlobal() ? state.variables().global(variable) : variable.defaultValue());
        }
        SessionValue given = value(system.source(), captured);
        return switch (variable.name()) {
            case "sql_mode" -> Accepted.of(SqlModes.normalised(given).orElseThrow(() -> variable.wrongValue(given)));
            case "time_zone" -> Accepted.of(TimeZones.canonical(given.text()));
            case "character_set_client",
                    "character_set_connection",
                    "character_set_results",
                    "character_set_database",
                    "character_set_filesystem",
                    "character_set_server" -> characterSet(variable, given);
            case "collation_connection", "collation_database", "collation_server" ->
                Accepted.of(CharacterSet.collation(required(variable, given)));
            case "insert_id" -> throw Refusal.unsupported("SET " + variable.name());
            default -> variable.accept(given);
        };
    }

    private static String required(SystemVariable variable, SessionValue given) {
        if (given.text() == null) {
            throw variable.wrongValue(given);
        }
        return given.text();
    }

    private static Accepted characterSet(SystemVariable variable, SessionValue given) {
        if (given.text() == null && variable.name().equals("character_set_results")) {
            return Accepted.of(null);
        }
        String name = required(variable, given);
        boolean ofClient = variable.name().equals("character_set_client")
                || variable.name().equals("character_set_results");
        return Accepted.of((ofClient ? CharacterSet.namedForClients(name) : CharacterSet.named(name)).name());
    }

    private void set(OfSystem system, String shown) {
        VariableValues variables = state.variables();
        String name = system.variable().name();
        switch (name) {
            case "transaction_isolation" -> {
                if (system.nextTransaction()) {
                    state.transactions().nextIsolation(shown);
                } else {
                    variables.set(name, shown);
                }
            }
            case "transaction_read_only" -> {
                if (system.nextTransaction()) {
                    state.transactions().nextReadOnly(shown.equals("ON"));
                } else {
                    variables.set(name, shown);
                }
            }
            case "last_insert_id", "identity" ->
                state.setLastInsertId(system.variable().value(shown));
            case "character_set_connection" -> {
                variables.set(name, shown);
                variables.set("collation_connection", CharacterSet.named(shown).defaultCollation());
            }
            case "collation_connection" -> {
                variables.set(name, shown);
                variables.set(
                        "character_set_connection",
                        CharacterSet.ofCollation(shown).name());
            }
            default -> variables.set(name, shown);
        }
    }
}
