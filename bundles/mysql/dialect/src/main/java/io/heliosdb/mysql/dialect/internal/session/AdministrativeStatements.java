package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.query.SessionValue;
import io.heliosdb.mysql.dialect.internal.statement.Listing;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionControl.Target;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Step.Use;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.TokenKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Statements that are about the session and the server: USE, KILL, LOCK TABLES, PREPARE, FLUSH, CALL, HELP, SIGNAL. */
final class AdministrativeStatements {
    /** ER_SIGNAL_EXCEPTION. */
    private static final String UNHANDLED = "1644";

    private final Tokens tokens;
    private final SessionState state;
    private final StatementContext context;

    AdministrativeStatements(Tokens tokens, SessionState state, StatementContext context) {
        this.tokens = tokens;
        this.state = state;
        this.context = context;
    }

    /** Behind USE. */
    Plan use() {
        String database = tokens.name().spelling();
        tokens.end();
        return new UseStatement(state).plan(database);
    }

    /** Behind KILL. */
    Plan kill() {
        Target target = tokens.accept("QUERY") ? Target.STATEMENT : Target.SESSION;
        if (target == Target.SESSION) {
            tokens.accept("CONNECTION");
        }
        if (tokens.peek().kind() != TokenKind.INTEGER) {
            throw Refusal.unsupported("KILL with an expression");
        }
        String digits = tokens.integer();
        tokens.end();
        long id = digits.length() > 18 ? -1 : Long.parseLong(digits);
        return Plan.accepted(outcome -> {
            switch (state.opening().control().kill(id, target)) {
                case TAKEN -> {
                    // on its way
                }
                case UNKNOWN -> throw Refusal.of(1094, "Unknown thread id: " + digits);
                case FOREIGN -> throw Refusal.of(1095, "You are not owner of thread " + digits);
            }
        });
    }

    /** Behind LOCK: other sessions are kept apart by the engine's own row locks, which is all that clients rely on. */
    Plan lock() {
        if (tokens.accept("INSTANCE")) {
            throw Refusal.unsupported("LOCK INSTANCE");
        }
        if (!tokens.accept("TABLES")) {
            tokens.expect("TABLE");
        }
        List<Step> steps = new ArrayList<>();
        do {
            String relation = context.databases().relation(tokens.qualifiedName());
            steps.add(new Step("SELECT " + relation, Use.DISCARD, List.of()));
            if (tokens.accept("AS") || !tokens.atAny("READ", "WRITE", "LOW_PRIORITY")) {
                tokens.name();
            }
            if (tokens.accept("READ")) {
                tokens.accept("LOCAL");
            } else {
                tokens.accept("LOW_PRIORITY");
                tokens.expect("WRITE");
            }
        } while (tokens.acceptSymbol(","));
        tokens.end();
        return new Plan(
                steps,
                StatementKind.OTHER,
                TransactionEffect.COMMITS,
                0,
                List.of(),
                outcome -> state.engineParametersKept());
    }

    /** Behind UNLOCK: MySQL commits only where tables were locked, and a client that unlocks has locked. */
    Plan unlock() {
        if (!tokens.accept("TABLES")) {
            tokens.expect("TABLE");
        }
        tokens.end();
        return Plan.accepted(Plan.NOTHING);
    }

    /** Behind FLUSH. */
    Plan flush() {
        tokens.acceptAny("NO_WRITE_TO_BINLOG", "LOCAL");
        String what = tokens.acceptAny(
                        "TABLES",
                        "TABLE",
                        "PRIVILEGES",
                        "LOGS",
                        "STATUS",
                        "HOSTS",
                        "USER_RESOURCES",
                        "OPTIMIZER_COSTS",
                        "BINARY",
                        "ENGINE",
                        "ERROR",
                        "GENERAL",
                        "SLOW")
                .orElseThrow(tokens::error);
        String rest = tokens.rest().toUpperCase(Locale.ROOT);
        if (what.startsWith("TABLE") && rest.contains("FOR EXPORT")) {
            throw Refusal.unsupported("FLUSH TABLES FOR EXPORT");
        }
        return new Plan(List.of(), StatementKind.OTHER, TransactionEffect.COMMITS, 0, List.of(), Plan.NOTHING);
    }

    // ------------------------------------------------------------------ PREPARE

    /** Behind PREPARE. */
    Plan prepare() {
        String name = tokens.name().folded();
        tokens.expect("FROM");
        String text;
        if (tokens.peek().kind() == TokenKind.VARIABLE) {
            SessionValue value = state.userVariable(tokens.next().value().toLowerCase(Locale.ROOT));
            text = value.text() == null ? "NULL" : value.text();
        } else {
            text = tokens.string();
        }
        tokens.end();
        PreparedText.check(text, context);
        return Plan.accepted(outcome -> state.preparedTexts().put(name, text));
    }

    /** Behind EXECUTE. */
    Plan execute() {
        String name = tokens.name().folded();
        List<SessionValue> values = new ArrayList<>();
        if (tokens.accept("USING")) {
            do {
                if (tokens.peek().kind() != TokenKind.VARIABLE) {
                    throw tokens.error();
                }
                values.add(state.userVariable(tokens.next().value().toLowerCase(Locale.ROOT)));
            } while (tokens.acceptSymbol(","));
        }
        tokens.end();
        String text = state.preparedTexts().get(name);
        if (text == null) {
            throw unknown(name, "EXECUTE");
        }
        return context.statement(
                PreparedText.filled(text, values, state.variables().lexicon()));
    }

    /** Behind DEALLOCATE PREPARE and DROP PREPARE. */
    Plan deallocate() {
        String name = tokens.name().folded();
        tokens.end();
        if (!state.preparedTexts().containsKey(name)) {
            throw unknown(name, "DEALLOCATE PREPARE");
        }
        return Plan.accepted(outcome -> state.preparedTexts().remove(name));
    }

    private static RuntimeException unknown(String name, String where) {
        return Refusal.of(1243, "Unknown prepared statement handler (" + name + ") given to " + where);
    }

    // ------------------------------------------------------------------ refusals

    /** Behind CALL: there are no stored routines. */
    Plan call() {
        QualifiedName routine = tokens.qualifiedName();
        String database = context.databases().databaseOf(routine);
        throw Refusal.of(1305, "PROCEDURE " + database + "." + routine.name().spelling() + " does not exist");
    }

    /** Behind HELP. */
    Plan help() {
        tokens.string();
        tokens.end();
        return Listing.empty("name", "description", "example").plan();
    }

    /** Behind SIGNAL. */
    Plan signal() {
        if (!tokens.accept("SQLSTATE")) {
            throw Refusal.of(1319, "Undefined CONDITION: " + tokens.name().spelling());
        }
        tokens.accept("VALUE");
        String sqlState = tokens.string();
        if (!sqlState.matches("[0-9A-Z]{5}") || sqlState.startsWith("00")) {
            throw Refusal.of(1407, "Bad SQLSTATE: '" + sqlState + "'");
        }
        Map<String, String> items = new HashMap<>();
        if (tokens.accept("SET")) {
            do {
                String item = tokens.name().folded();
                tokens.expectSymbol("=");
                items.put(item, tokens.atString() ? tokens.string() : tokens.integer());
            } while (tokens.acceptSymbol(","));
        }
        tokens.end();
        String message = items.getOrDefault("message_text", "Unhandled user-defined exception condition");
        String number = items.getOrDefault("mysql_errno", UNHANDLED);
        throw Refusal.of(Tokens.small(number), message).with(HeliosException.Field.DETAIL, sqlState);
    }
}
