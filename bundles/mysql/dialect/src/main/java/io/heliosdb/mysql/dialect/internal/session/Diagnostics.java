package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.session.Condition.Level;
import java.util.ArrayList;
import java.util.List;

/** What SHOW WARNINGS and SHOW ERRORS tell: the conditions of the last statement that was none of these two. */
final class Diagnostics {
    /** {@code max_error_count}. */
    private static final int MOST = 1024;

    private final List<Condition> conditions = new ArrayList<>();
    private boolean kept;
    private int raised;

    /** The statement that runs now asks for the conditions: they outlive it. */
    void keep() {
        kept = true;
    }

    /**
     * A statement begins whose own conditions replace those of the one before.
     *
     * @param more how many there are beside these, which nobody can see
     */
    void replace(List<Condition> latest, int more) {
        if (kept) {
            kept = false;
            raised = 0;
            return;
        }
        conditions.clear();
        conditions.addAll(latest.subList(0, Math.min(latest.size(), MOST)));
        raised = conditions.size() + more;
    }

    /** The conditions of another session, which this one goes on with. */
    void restore(List<Condition> others, int raisedThere) {
        conditions.clear();
        conditions.addAll(others);
        raised = raisedThere;
    }

    /** How many the last statement raised itself; none if it was one that shows those of another. */
    int raised() {
        return raised;
    }

    List<Condition> all() {
        return List.copyOf(conditions);
    }

    List<Condition> errors() {
        return conditions.stream()
                .filter(condition -> condition.level() == Level.ERROR)
                .toList();
    }
}
