package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.query.SessionValue;
import io.heliosdb.mysql.dialect.internal.session.Assignment.Default;
import io.heliosdb.mysql.dialect.internal.session.Assignment.Evaluated;
import io.heliosdb.mysql.dialect.internal.session.Assignment.Known;
import io.heliosdb.mysql.dialect.internal.session.Assignment.OfSystem;
import io.heliosdb.mysql.dialect.internal.session.Assignment.OfUser;
import io.heliosdb.mysql.dialect.internal.session.Assignment.Source;
import io.heliosdb.mysql.dialect.internal.statement.CharacterSet;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.Token;
import io.heliosdb.sql.scan.TokenKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** SET in all its forms (MySQL 8.4 manual, 15.7.6 and 15.3.7). */
final class SetStatement {
    private final Tokens tokens;
    private final SessionState state;
    private final StatementContext context;
    private final List<Assignment> assignments = new ArrayList<>();
    private final List<String> expressions = new ArrayList<>();
    /** How many parameters each of the expressions has. */
    private final List<Integer> parameters = new ArrayList<>();

    private final Map<String, SessionValue> assigned = new HashMap<>();
    /** The scope that was said last holds for the variables behind it. */
    private String scope = "";

    private SetStatement(Tokens tokens, SessionState state, StatementContext context) {
        this.tokens = tokens;
        this.state = state;
        this.context = context;
    }

    /** @param tokens behind SET */
    static Plan plan(Tokens tokens, SessionState state, StatementContext context) {
        return new SetStatement(tokens, state, context).plan();
    }

    private Plan plan() {
        if (tokens.atAny("PASSWORD", "ROLE", "DEFAULT", "RESOURCE")) {
            throw refusedAdministration();
        }
        if (atTransaction()) {
            return transaction();
        }
        do {
            part();
        } while (tokens.acceptSymbol(","));
        tokens.end();
        return new Assignments(state, assignments, expressions, parameters).plan();
    }

    private RuntimeException refusedAdministration() {
        String what = tokens.peek().text().toUpperCase(Locale.ROOT);
        return Refusal.unsupported("SET " + what + "; users are administered with 'heliosdb user'");
    }

    private void part() {
        if (tokens.accept("NAMES")) {
            names();
        } else if (tokens.at("CHARACTER", "SET") || tokens.at("CHARSET")) {
            characterSet();
        } else if (tokens.peek().kind() == TokenKind.VARIABLE) {
            String name = tokens.next().value().toLowerCase(Locale.ROOT);
            expectAssignment();
            Source source = source(false);
            source.known().ifPresent(value -> assigned.put(name, value));
            assignments.add(new OfUser(name, source));
        } else if (tokens.peek().kind() == TokenKind.SYSTEM_VARIABLE) {
            systemVariable(tokens.next());
        } else {
            tokens.acceptAny("GLOBAL", "SESSION", "LOCAL", "PERSIST", "PERSIST_ONLY")
                    .ifPresent(word -> scope = word.toLowerCase(Locale.ROOT));
            String name = tokens.name().folded();
            while (tokens.acceptSymbol(".")) {
                name += "." + tokens.name().folded();
            }
            expectAssignment();
            assign(scope, name, false);
        }
    }

    /** {@code @@name}, {@code @@session.name}. */
    private void systemVariable(Token token) {
        String name = token.text().substring("@@".length()).replace("`", "").toLowerCase(Locale.ROOT);
        String own = "";
        int dot = name.indexOf('.');
        if (dot > 0 && isScope(name.substring(0, dot))) {
            own = name.substring(0, dot);
            name = name.substring(dot + 1);
        }
        expectAssignment();
        assign(own, name, own.isEmpty());
    }

    private static boolean isScope(String word) {
        return switch (word) {
            case "global", "session", "local", "persist", "persist_only" -> true;
            default -> false;
        };
    }

    private void assign(String wanted, String name, boolean nextTransaction) {
        SystemVariable variable = SystemVariables.get(name);
        if (variable.readOnly()) {
            throw Refusal.of(1238, "Variable '" + name + "' is a read only variable");
        }
        if (wanted.equals("global") || wanted.startsWith("persist")) {
            if (!variable.hasGlobal()) {
                throw Refusal.of(
                        1228, "Variable '" + name + "' is a SESSION variable and can't be used with SET GLOBAL");
            }
            throw deniedGlobal();
        }
        if (!variable.hasSession()) {
            throw Refusal.of(1229, "Variable '" + name + "' is a GLOBAL variable and should be set with SET GLOBAL");
        }
        assignments.add(new OfSystem(variable, nextTransaction, source(true)));
    }

    private static RuntimeException deniedGlobal() {
        return Refusal.of(
                1227,
                "Access denied; you need (at least one of) the SUPER or SYSTEM_VARIABLES_ADMIN privilege(s) for this"
                        + " operation");
    }

    private void expectAssignment() {
        if (!tokens.acceptSymbol("=")) {
            tokens.expectSymbol(":=");
        }
    }

    // ------------------------------------------------------------------ character sets

    private void names() {
        if (tokens.accept("DEFAULT")) {
            connection(CharacterSet.named("utf8mb4"), Optional.empty());
            return;
        }
        CharacterSet set = CharacterSet.namedForClients(tokens.nameOrString());
        Optional<String> collation = tokens.accept("COLLATE") ? Optional.of(tokens.nameOrString()) : Optional.empty();
        connection(set, collation);
    }

    private void connection(CharacterSet set, Optional<String> collation) {
        known("character_set_client", set.name());
        known("character_set_results", set.name());
        known("collation_connection", set.collationOrDefault(collation));
    }

    private void characterSet() {
        if (!tokens.accept("CHARSET")) {
            tokens.expect("CHARACTER", "SET");
        }
        CharacterSet set = tokens.accept("DEFAULT")
                ? CharacterSet.named("utf8mb4")
                : CharacterSet.namedForClients(tokens.nameOrString());
        known("character_set_client", set.name());
        known("character_set_results", set.name());
        known("collation_connection", state.variables().shown("collation_database"));
    }

    private void known(String variable, String value) {
        assignments.add(new OfSystem(SystemVariables.get(variable), false, new Known(SessionValue.of(value))));
    }

    // ------------------------------------------------------------------ values

    private Source source(boolean words) {
        if (tokens.at("DEFAULT") && closes(1)) {
            tokens.next();
            return new Default();
        }
        return direct(words).<Source>map(Known::new).orElseGet(this::evaluated);
    }

    private Source evaluated() {
        String expression = tokens.expression();
        expressions.add(context.expression(expression));
        parameters.add((int) Scanner.tokens(expression, state.variables().lexicon()).stream()
                .filter(token -> token.kind() == TokenKind.PARAMETER)
                .count());
        return new Evaluated(expressions.size() - 1);
    }

    private boolean closes(int ahead) {
        Token token = tokens.peek(ahead);
        return token.kind() == TokenKind.END || token.isSymbol(",");
    }

    /** A value for which nothing has to be computed. */
    private Optional<SessionValue> direct(boolean words) {
        Token token = tokens.peek();
        boolean signed = token.isSymbol("-") || token.isSymbol("+");
        if (signed && closes(2) && isNumber(tokens.peek(1))) {
            tokens.next();
            SessionValue number = number(tokens.next());
            String text = token.text().equals("-") ? "-" + number.text() : number.text();
            return Optional.of(new SessionValue(number.engineType(), text));
        }
        if (!closes(1)) {
            return Optional.empty();
        }
        Optional<SessionValue> value = single(token, words);
        if (value.isPresent()) {
            tokens.next();
        }
        return value;
    }

    private Optional<SessionValue> single(Token token, boolean words) {
        if (isNumber(token)) {
            return Optional.of(number(token));
        }
        return switch (token.kind()) {
            case STRING, NATIONAL_STRING -> Optional.of(SessionValue.of(token.value()));
            case VARIABLE -> {
                String name = token.value().toLowerCase(Locale.ROOT);
                SessionValue pending = assigned.get(name);
                yield Optional.of(pending == null ? state.userVariable(name) : pending);
            }
            case SYSTEM_VARIABLE -> systemValue(token);
            case WORD -> word(token, words);
            case QUOTED_IDENTIFIER -> words ? Optional.of(SessionValue.of(token.value())) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<SessionValue> systemValue(Token token) {
        String name = token.text().substring("@@".length()).replace("`", "").toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return Optional.of(
                dot < 0
                        ? state.systemVariable("", name)
                        : state.systemVariable(name.substring(0, dot), name.substring(dot + 1)));
    }

    private static Optional<SessionValue> word(Token token, boolean words) {
        return switch (token.text().toUpperCase(Locale.ROOT)) {
            case "NULL" -> Optional.of(SessionValue.NULL);
            case "TRUE" -> Optional.of(SessionValue.of(1));
            case "FALSE" -> Optional.of(SessionValue.of(0));
            default -> words ? Optional.of(SessionValue.of(token.text())) : Optional.empty();
        };
    }

    private static boolean isNumber(Token token) {
        return switch (token.kind()) {
            case INTEGER, DECIMAL, FLOAT -> true;
            default -> false;
        };
    }

    private static SessionValue number(Token token) {
        String type =
                switch (token.kind()) {
                    case INTEGER -> token.text().length() > 18 ? "numeric" : "bigint";
                    case DECIMAL -> "numeric";
                    default -> "double precision";
                };
        return new SessionValue(type, token.text());
    }

    // ------------------------------------------------------------------ SET TRANSACTION

    private boolean atTransaction() {
        return tokens.at("TRANSACTION")
                || (tokens.atAny("SESSION", "LOCAL", "GLOBAL") && tokens.peek(1).is("TRANSACTION"));
    }

    private Plan transaction() {
        Optional<String> of = tokens.acceptAny("SESSION", "LOCAL", "GLOBAL");
        tokens.expect("TRANSACTION");
        boolean next = of.isEmpty();
        do {
            if (tokens.accept("ISOLATION", "LEVEL")) {
                transactionPart("transaction_isolation", isolation(), next);
            } else if (tokens.accept("READ", "ONLY")) {
                transactionPart("transaction_read_only", "ON", next);
            } else {
                tokens.expect("READ", "WRITE");
                transactionPart("transaction_read_only", "OFF", next);
            }
        } while (tokens.acceptSymbol(","));
        tokens.end();
        if (of.isPresent() && of.get().equals("GLOBAL")) {
            throw deniedGlobal();
        }
        if (next && state.transactions().open()) {
            throw Refusal.of(1568, "Transaction characteristics can't be changed while a transaction is in progress");
        }
        return new Assignments(state, assignments, expressions, parameters).plan();
    }

    private void transactionPart(String variable, String value, boolean next) {
        assignments.add(new OfSystem(SystemVariables.get(variable), next, new Known(SessionValue.of(value))));
    }

    private String isolation() {
        if (tokens.accept("REPEATABLE", "READ")) {
            return "REPEATABLE-READ";
        }
        if (tokens.accept("READ", "COMMITTED")) {
            return "READ-COMMITTED";
        }
        if (tokens.accept("READ", "UNCOMMITTED")) {
            return "READ-UNCOMMITTED";
        }
        tokens.expect("SERIALIZABLE");
        return "SERIALIZABLE";
    }
}
