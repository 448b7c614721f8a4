package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.query.SessionValue;
import io.heliosdb.mysql.dialect.internal.query.SqlMode;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.sql.scan.Lexicon;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The values of the system variables in one session. */
final class VariableValues {
    /** What the server was started with, the same for every session. */
    private final Map<String, String> globals;

    private final Map<String, String> session = new HashMap<>();
    private Set<SqlMode> sqlMode = Set.of();
    private Lexicon lexicon = Lexicon.MYSQL;
    private String collation = "";

    /** @param globals values other than the defaults of the table */
    VariableValues(Map<String, String> globals) {
        this.globals = Map.copyOf(globals);
        refreshModes();
        refreshCollation();
    }

    /** As SHOW GLOBAL VARIABLES prints it; null for NULL. */
    String global(SystemVariable variable) {
        return globals.containsKey(variable.name()) ? globals.get(variable.name()) : variable.defaultValue();
    }

    /** As SHOW SESSION VARIABLES prints it; null for NULL. */
    String shown(SystemVariable variable) {
        return session.containsKey(variable.name()) ? session.get(variable.name()) : global(variable);
    }

    String shown(String name) {
        return shown(SystemVariables.get(name));
    }

    /** What the session has said, by name, as {@link #set} has it. */
    Map<String, String> session() {
        return Collections.unmodifiableMap(session);
    }

    /** Whether the session has said what the variable is. */
    boolean said(String name) {
        return session.containsKey(name);
    }

    boolean on(String name) {
        return "ON".equals(shown(name));
    }

    long number(String name) {
        String digits = shown(name);
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    Set<SqlMode> sqlMode() {
        return sqlMode;
    }

    /** {@code collation_connection}, which every statement reads. */
    String collation() {
        return collation;
    }

    /** How the session's statements are cut into tokens. */
    Lexicon lexicon() {
        return lexicon;
    }

    /** @param shown as SHOW VARIABLES prints it; null for NULL */
    void set(String name, String shown) {
        session.put(name, shown);
        if (name.equals("sql_mode")) {
            refreshModes();
        } else if (name.equals("collation_connection")) {
            refreshCollation();
        }
    }

    private void refreshCollation() {
        collation = shown("collation_connection");
    }

    private void refreshModes() {
        sqlMode = SqlModes.flags(shown("sql_mode"));
        lexicon = SqlModes.lexicon(sqlMode);
    }

    /**
     * The value of {@code @@name} and its kin.
     *
     * @param scope {@code session}, {@code local}, {@code global} or empty
     */
    SessionValue read(String scope, String name) {
        SystemVariable variable = SystemVariables.get(name);
        boolean global = scope.equals("global") || scope.equals("persist") || scope.equals("persist_only");
        if (global && !variable.hasGlobal()) {
            throw Refusal.of(1238, "Variable '" + name + "' is a SESSION variable");
        }
        if (!global && !scope.isEmpty() && !variable.hasSession()) {
            throw Refusal.of(1238, "Variable '" + name + "' is a GLOBAL variable");
        }
        String shown = global ? global(variable) : shown(variable);
        return shown == null ? SessionValue.NULL : variable.value(shown);
    }
}
