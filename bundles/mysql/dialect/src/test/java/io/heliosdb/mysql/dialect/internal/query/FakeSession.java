package io.heliosdb.mysql.dialect.internal.query;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A session that remembers what statements leave in it. */
final class FakeSession implements SessionValues {
    static final Set<SqlMode> DEFAULT_MODE = EnumSet.of(
            SqlMode.ONLY_FULL_GROUP_BY,
            SqlMode.STRICT_TRANS_TABLES,
            SqlMode.NO_ZERO_IN_DATE,
            SqlMode.NO_ZERO_DATE,
            SqlMode.ERROR_FOR_DIVISION_BY_ZERO);

    Set<SqlMode> mode = DEFAULT_MODE;
    Optional<String> database = Optional.of("demo");
    final Map<String, SessionValue> variables = new HashMap<>(Map.of("x", SessionValue.of(5)));
    SessionValue lastInsertId = SessionValue.of(7);
    long foundRows = 2;
    final List<String> warnings = new ArrayList<>();

    @Override
    public Set<SqlMode> sqlMode() {
        return mode;
    }

    @Override
    public Optional<String> database() {
        return database;
    }

    @Override
    public String defaultDatabase() {
        return "demo";
    }

    @Override
    public SessionValue lastInsertId() {
        return lastInsertId;
    }

    @Override
    public long rowCount() {
        return 1;
    }

    @Override
    public long foundRows() {
        return foundRows;
    }

    @Override
    public long connectionId() {
        return 9;
    }

    @Override
    public String user() {
        return "demo@localhost";
    }

    @Override
    public String currentUser() {
        return "demo@%";
    }

    @Override
    public String version() {
        return "8.4.0";
    }

    @Override
    public SessionValue userVariable(String name) {
        return variables.getOrDefault(name, SessionValue.NULL);
    }

    @Override
    public SessionValue systemVariable(String scope, String name) {
        return SessionValue.of(name);
    }

    @Override
    public void setUserVariable(String name, SessionValue value) {
        variables.put(name, value);
    }

    @Override
    public void setLastInsertId(SessionValue value) {
        lastInsertId = value;
    }

    @Override
    public void warn(int code, String message) {
        warnings.add(code + " " + message);
    }

    @Override
    public void setFoundRows(long rows) {
        foundRows = rows;
    }
}
