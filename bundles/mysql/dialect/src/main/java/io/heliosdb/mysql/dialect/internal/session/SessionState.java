package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.query.SessionValue;
import io.heliosdb.mysql.dialect.internal.query.SessionValues;
import io.heliosdb.mysql.dialect.internal.query.SqlMode;
import io.heliosdb.mysql.dialect.internal.statement.Databases;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a MySQL session remembers from one statement to the next. */
final class SessionState implements SessionValues {
    /** As the server's greeting has it. */
    static final String VERSION = "8.4.0-HeliosDB-"
            + Optional.ofNullable(SessionState.class.getPackage().getImplementationVersion())
                    .orElse("0.1.0");

    /** The variable that makes the session's time stand still. */
    private static final String CLOCK = "timestamp";

    private static final String ALL_ROWS = "18446744073709551615";

    private final SessionOpening opening;
    private final Databases databases;
    private final VariableValues variables;
    private final Map<String, SessionValue> userVariables = new HashMap<>();
    private final Map<String, String> preparedTexts = new HashMap<>();
    private final Diagnostics diagnostics = new Diagnostics();
    private final TransactionSettings transactions;
    private SessionValue lastInsertId = SessionValue.of(0);
    private long rowCount;
    private long foundRows;
    private boolean foundRowsSet;
    private boolean parametersChanged;
    private final List<Condition> raised = new ArrayList<>();

    SessionState(SessionOpening opening) {
        this.opening = opening;
        databases =
                new Databases(opening.database(), Optional.of(opening.schema()).filter(schema -> !schema.isEmpty()));
        variables = new VariableValues(globals(opening));
        transactions = new TransactionSettings(variables);
    }

    private static Map<String, String> globals(SessionOpening opening) {
        Map<String, String> values = new HashMap<>();
        values.put("system_time_zone", TimeZones.systemZone());
        values.put("version", VERSION);
        opening.settings().forEach((name, value) -> {
            if (SystemVariables.exists(name)) {
                values.put(name, value);
            }
        });
        return values;
    }

    SessionOpening opening() {
        return opening;
    }

    Databases databases() {
        return databases;
    }

    VariableValues variables() {
        return variables;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    TransactionSettings transactions() {
        return transactions;
    }

    /** By lower-case name. */
    Map<String, SessionValue> userVariables() {
        return Collections.unmodifiableMap(userVariables);
    }

    /** The texts that PREPARE named; by lower-case name. */
    Map<String, String> preparedTexts() {
        return preparedTexts;
    }

    /** The engine's run-time parameters that the session's settings mean. */
    Map<String, String> engineParameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("search_path", databases.searchPath());
        // Dates are written year first, in two digits too.
        parameters.put("DateStyle", "ISO, YMD");
        parameters.put("TimeZone", TimeZones.engine(variables.shown("time_zone")));
        parameters.put("lock_timeout", lockTimeoutMillis("", "") + "ms");
        if (variables.said(CLOCK)) {
            parameters.put("helios_mysql.clock", clockStands() ? variables.shown(CLOCK) : "");
        }
        return parameters;
    }

    private boolean clockStands() {
        return Double.parseDouble(variables.shown(CLOCK)) != 0;
    }

    /** Steps that tell the engine again what it has forgotten with a transaction. */
    List<Step> parameterSteps() {
        return EngineParameters.steps(engineParameters());
    }

    /**
     * The engine waits for all locks alike: the shorter of MySQL's two times for them.
     *
     * @param changed the one of the two that is about to become {@code seconds}
     */
    long lockTimeoutMillis(String changed, String seconds) {
        long shortest = Integer.MAX_VALUE;
        for (String name : List.of("innodb_lock_wait_timeout", "lock_wait_timeout")) {
            shortest = Math.min(shortest, name.equals(changed) ? Long.parseLong(seconds) : variables.number(name));
        }
        return Math.min(shortest * 1000, Integer.MAX_VALUE);
    }

    /** The engine was told a parameter, which it forgets when the transaction is taken back. */
    void engineParametersChanged() {
        parametersChanged = true;
    }

    boolean takesBackParameters() {
        return parametersChanged;
    }

    /** The transaction ended: what the engine was told stays. */
    void engineParametersKept() {
        parametersChanged = false;
    }

    /** A condition of the statement that runs now. */
    @Override
    public void warn(int code, String message) {
        raised.add(new Condition(Condition.Level.WARNING, code, message));
    }

    /** The conditions that were raised since the last call. */
    List<Condition> takeRaised() {
        List<Condition> taken = List.copyOf(raised);
        raised.clear();
        return taken;
    }

    /** A statement succeeded. */
    void succeeded(long affected, long returned, Optional<String> generatedKey) {
        rowCount = affected;
        if (affected < 0 && !foundRowsSet) {
            foundRows = returned;
        }
        foundRowsSet = false;
        generatedKey.ifPresent(key -> lastInsertId = new SessionValue("numeric", key));
    }

    /** A statement failed. */
    void failed() {
        rowCount = -1;
        foundRowsSet = false;
    }

    @Override
    public Set<SqlMode> sqlMode() {
        return variables.sqlMode();
    }

    @Override
    public Optional<String> database() {
        return databases.current();
    }

    @Override
    public String defaultDatabase() {
        return databases.defaultDatabase();
    }

    @Override
    public Optional<String> selectLimit() {
        return Optional.of(variables.shown("sql_select_limit")).filter(limit -> !limit.equals(ALL_ROWS));
    }

    @Override
    public String collation() {
        return variables.collation();
    }

    @Override
    public SessionValue lastInsertId() {
        return lastInsertId;
    }

    @Override
    public long rowCount() {
        return rowCount;
    }

    @Override
    public long foundRows() {
        return foundRows;
    }

    @Override
    public long connectionId() {
        return opening.connectionId();
    }

    @Override
    public String user() {
        return opening.user() + "@localhost";
    }

    @Override
    public String currentUser() {
        return opening.user() + "@%";
    }

    @Override
    public String version() {
        return variables.shown("version");
    }

    @Override
    public SessionValue userVariable(String name) {
        return userVariables.getOrDefault(name, SessionValue.NULL);
    }

    @Override
    public SessionValue systemVariable(String scope, String name) {
        return switch (name) {
            case "last_insert_id", "identity" -> lastInsertId;
            case "pseudo_thread_id" -> SessionValue.of(connectionId());
            case "warning_count" -> SessionValue.of(diagnostics.all().size());
            case "error_count" -> SessionValue.of(diagnostics.errors().size());
            case CLOCK ->
                clockStands()
                        ? variables.read(scope, name)
                        : new SessionValue("double precision", Double.toString(System.currentTimeMillis() / 1000.0));
            default -> variables.read(scope, name);
        };
    }

    @Override
    public void setUserVariable(String name, SessionValue value) {
        userVariables.put(name, value);
    }

    @Override
    public void setLastInsertId(SessionValue value) {
        lastInsertId = value;
    }

    /** What the last statement of another session counted, which this one goes on with. */
    void restoreCounts(long rows, long found) {
        rowCount = rows;
        foundRows = found;
    }

    @Override
    public void setFoundRows(long rows) {
        foundRows = rows;
        foundRowsSet = true;
    }
}
