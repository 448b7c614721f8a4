package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionControl;
import io.heliosdb.spi.dialect.SessionInformation;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The list of processes: the sessions of the user, told to the engine with the statement that asks for them. */
final class Processes {
    private static final TableName NAME = new TableName("helios_mysql", "information_schema_processlist");

    /** The engine's name of the view that reads what was told. */
    static final String VIEW = NAME.schema() + "." + NAME.name();

    private static final String SETTING = "helios_mysql.sessions";

    private Processes() {}

    /** Whether a plan reads the list. */
    static boolean isReadBy(Plan plan) {
        return plan.tables().contains(NAME);
    }

    /** A plan that reads the list, which is told first. It is of this moment: nobody keeps it. */
    static Plan known(Plan plan, SessionControl control) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(setting(control.sessions()), Step.Use.DISCARD, List.of()));
        steps.addAll(plan.steps());
        return new Plan(
                steps, plan.kind(), plan.transaction(), plan.parameters(), plan.tables(), outcome -> plan.succeeded()
                        .accept(outcome));
    }

    private static String setting(List<SessionInformation> sessions) {
        String rows = sessions.stream().map(Processes::row).collect(Collectors.joining(", "));
        return "SELECT pg_catalog.set_config('" + SETTING + "', pg_catalog.jsonb_build_array(" + rows
                + ")::text, true)";
    }

    private static String row(SessionInformation session) {
        return "pg_catalog.jsonb_build_object('id', " + session.connectionId()
                + ", 'user', " + EngineQuotes.string(session.user()) + "::text"
                + ", 'host', " + EngineQuotes.string(session.host()) + "::text"
                + ", 'db', " + EngineQuotes.stringOrNull(session.schema().orElse(null)) + "::text"
                + ", 'info', " + EngineQuotes.stringOrNull(session.statement().orElse(null)) + "::text"
                + ", 'time', " + session.seconds() + ")";
    }
}
