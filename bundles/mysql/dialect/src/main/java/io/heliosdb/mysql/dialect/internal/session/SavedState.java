package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.query.SessionValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A session's state as texts that versions of this dialect tell each other: {@code variable:sql_mode},
 * {@code user:total}, {@code prepared:s1}, {@code database}, {@code condition:0}. A text that can be NULL has {@code =}
 * before it.
 */
final class SavedState {
    private static final String VARIABLE = "variable:";
    private static final String USER_VARIABLE = "user:";
    private static final String PREPARED = "prepared:";
    private static final String CONDITION = "condition:";
    private static final String DATABASE = "database";
    private static final String LAST_INSERT_ID = "last_insert_id";
    private static final String ROW_COUNT = "row_count";
    private static final String FOUND_ROWS = "found_rows";
    private static final String NEXT_ISOLATION = "next_isolation";
    private static final String NEXT_READ_ONLY = "next_read_only";
    private static final String PARAMETERS_CHANGED = "parameters_changed";
    private static final String RAISED = "raised";
    private static final String NOT_NULL = "=";
    private static final int CONDITION_PARTS = 3;

    private final Map<String, String> saved;

    SavedState(Map<String, String> saved) {
        this.saved = saved;
    }

    void save(SessionState state) {
        state.variables().session().forEach((name, value) -> saved.put(VARIABLE + name, nullable(value)));
        state.userVariables().forEach((name, value) -> saved.put(USER_VARIABLE + name, text(value)));
        state.preparedTexts().forEach((name, text) -> saved.put(PREPARED + name, text));
        saved.put(DATABASE, nullable(state.database().orElse(null)));
        saved.put(LAST_INSERT_ID, text(state.lastInsertId()));
        saved.put(ROW_COUNT, Long.toString(state.rowCount()));
        saved.put(FOUND_ROWS, Long.toString(state.foundRows()));
        saved.put(PARAMETERS_CHANGED, Boolean.toString(state.takesBackParameters()));
        state.transactions().nextIsolation().ifPresent(isolation -> saved.put(NEXT_ISOLATION, isolation));
        state.transactions()
                .nextReadOnly()
                .ifPresent(readOnly -> saved.put(NEXT_READ_ONLY, Boolean.toString(readOnly)));
        List<Condition> conditions = state.diagnostics().all();
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            saved.put(CONDITION + i, condition.level() + " " + condition.code() + " " + condition.message());
        }
        saved.put(RAISED, Integer.toString(state.diagnostics().raised()));
    }

    void restore(SessionState state) {
        each(VARIABLE, (name, value) -> {
            if (SystemVariables.exists(name)) {
                state.variables().set(name, value(value).orElse(null));
            }
        });
        each(USER_VARIABLE, (name, value) -> state.setUserVariable(name, sessionValue(value)));
        each(PREPARED, state.preparedTexts()::put);
        find(DATABASE).ifPresent(database -> state.databases().use(value(database)));
        find(LAST_INSERT_ID).ifPresent(value -> state.setLastInsertId(sessionValue(value)));
        state.restoreCounts(number(ROW_COUNT), number(FOUND_ROWS));
        if (find(PARAMETERS_CHANGED).filter(Boolean::parseBoolean).isPresent()) {
            state.engineParametersChanged();
        }
        find(NEXT_ISOLATION).ifPresent(state.transactions()::nextIsolation);
        find(NEXT_READ_ONLY).ifPresent(readOnly -> state.transactions().nextReadOnly(Boolean.parseBoolean(readOnly)));
        Map<Integer, Condition> conditions = new TreeMap<>();
        each(CONDITION, (number, condition) -> conditions.put(Integer.parseInt(number), condition(condition)));
        state.diagnostics().restore(new ArrayList<>(conditions.values()), (int) number(RAISED));
    }

    private void each(String prefix, BiConsumer<String, String> action) {
        saved.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                action.accept(name.substring(prefix.length()), value);
            }
        });
    }

    private Optional<String> find(String name) {
        return Optional.ofNullable(saved.get(name));
    }

    private long number(String name) {
        return find(name).map(Long::parseLong).orElse(0L);
    }

    private static String nullable(String text) {
        return text == null ? "" : NOT_NULL + text;
    }

    private static Optional<String> value(String nullable) {
        return nullable.isEmpty() ? Optional.empty() : Optional.of(nullable.substring(NOT_NULL.length()));
    }

    private static String text(SessionValue value) {
        return value.engineType() + nullable(value.text());
    }

    private static SessionValue sessionValue(String text) {
        int end = text.indexOf(NOT_NULL);
        return end < 0
                ? new SessionValue(text, null)
                : new SessionValue(text.substring(0, end), text.substring(end + NOT_NULL.length()));
    }

    private static Condition condition(String text) {
        String[] parts = text.split(" ", CONDITION_PARTS);
        return new Condition(Condition.Level.valueOf(parts[0]), Integer.parseInt(parts[1]), parts[2]);
    }
}
