package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.internal.message.SessionStateChange;
import io.heliosdb.mysql.protocol.internal.message.SessionStateChange.Schema;
import io.heliosdb.mysql.protocol.internal.message.SessionStateChange.SystemVariable;
import io.heliosdb.mysql.protocol.internal.message.SessionStateChange.TransactionState;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.sql.session.SqlSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a client was told of its session's state, and what has changed since (manual, "Server Tracking of Client Session State"). */
final class SessionTracker {
    /** The default of session_track_system_variables. */
    private static final String[] VARIABLES = {
        "autocommit", "character_set_client", "character_set_connection", "character_set_results", "time_zone"
    };

    private static final String NO_TRANSACTION = "________";
    private static final String EXPLICIT_TRANSACTION = "T_______";
    private static final String IMPLICIT_TRANSACTION = "I_______";

    private final SqlSession session;
    private final String[] values = new String[VARIABLES.length];
    private String schema;
    private String transaction = NO_TRANSACTION;

    SessionTracker(SqlSession session) {
        this.session = session;
        changes();
    }

    /** What has changed since the last call. */
    List<SessionStateChange> changes() {
        DialectSession dialect = session.dialect();
        List<SessionStateChange> changes = new ArrayList<>(0);
        for (int variable = 0; variable < VARIABLES.length; variable++) {
            String value = dialect.setting(VARIABLES[variable]).orElse("");
            if (!value.equals(values[variable])) {
                values[variable] = value;
                changes.add(new SystemVariable(VARIABLES[variable], value));
            }
        }
        String now = dialect.schema().orElse("");
        if (!Objects.equals(now, schema)) {
            schema = now;
            changes.add(new Schema(now));
        }
        trackTransaction(dialect, changes);
        return changes;
    }

    private void trackTransaction(DialectSession dialect, List<SessionStateChange> changes) {
        String tracked = dialect.setting("session_track_transaction_info").orElse("OFF");
        if (tracked.equalsIgnoreCase("OFF")) {
            return;
        }
        String now = session.transaction() == TransactionStatus.IDLE
                ? NO_TRANSACTION
                : dialect.autocommit() ? EXPLICIT_TRANSACTION : IMPLICIT_TRANSACTION;
        if (!now.equals(transaction)) {
            transaction = now;
            changes.add(new TransactionState(now));
        }
    }
}
