package io.heliosdb.sql.explain.internal;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.error.HeliosException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Explains what a dialect translates, in a session of its own. */
final class SessionText {
    /** What {@code serve --demo} has. */
    private static final String DEMO = "demo";

    private static final Outcome NOTHING_DONE =
            new Outcome(0, 0, 0, Optional.empty(), List.of(), List.of(), Optional.empty());

    private final DialectSession session;

    SessionText(Dialect dialect) {
        session = dialect.open(new SessionOpening(DEMO, DEMO, DEMO, 1, Map.of()));
        session.opened(new SessionStart(1, Map.of("TimeZone", "UTC", "server_encoding", "UTF8")));
    }

    List<Map<String, Object>> explain(String text) {
        List<Map<String, Object>> explanations = new ArrayList<>();
        try {
            for (String statement : session.split(text)) {
                explanations.add(statement(statement));
            }
        } catch (HeliosException e) {
            // The whole text cannot be cut into statements.
            return List.of(Explanation.of(text, e, session.error(e)));
        }
        return explanations;
    }

    private Map<String, Object> statement(String statement) {
        Set<TableName> unknown = new LinkedHashSet<>();
        Plan plan;
        try {
            plan = session.plan(statement, name -> {
                unknown.add(name);
                return Optional.empty();
            });
            if (plan.steps().isEmpty()) {
                plan.succeeded().accept(NOTHING_DONE);
                session.finished(NOTHING_DONE);
            }
        } catch (HeliosException e) {
            session.finished(Outcome.failed(e, List.of()));
            return Explanation.of(statement, e, session.error(e));
        }
        return Explanation.of(statement, plan, unknown);
    }
}
