package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.internal.message.ServerStatus;
import io.heliosdb.mysql.protocol.internal.type.CharacterSet;
import io.heliosdb.mysql.protocol.internal.type.ResultTypes;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.sql.session.SqlSession;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Locale;

/** What messages tell of a session, read from its dialect's settings. */
final class SessionView {
    private static final String SYSTEM_ZONE = "SYSTEM";

    private final SqlSession session;
    private final String database;
    private String sqlMode = "";
    private boolean noBackslashEscapes;
    private String zoneName = "";
    private ZoneRules zone = ZoneOffset.UTC.getRules();

    /** @param database the engine's database */
    SessionView(SqlSession session, String database) {
        this.session = session;
        this.database = database;
    }

    DialectSession dialect() {
        return session.dialect();
    }

    /** What the client's statements are in. */
    CharacterSet clientCharacters() {
        return characters("character_set_client");
    }

    /** What the client reads; where it wants no conversion, the engine's own UTF-8. */
    CharacterSet resultCharacters() {
        return characters("character_set_results");
    }

    private CharacterSet characters(String setting) {
        return dialect().setting(setting).flatMap(CharacterSet::of).orElse(CharacterSet.UTF8MB4);
    }

    ResultTypes types() {
        return new ResultTypes(resultCharacters(), zone(), database);
    }

    /** Whether results begin with the definitions of their columns, for clients that can do without. */
    boolean metadata() {
        return !dialect().setting("resultset_metadata").orElse("").equalsIgnoreCase("NONE");
    }

    int warnings() {
        return dialect().setting("warning_count").map(SessionView::count).orElse(0);
    }

    private static int count(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Status flags, {@link ServerStatus}. */
    int status() {
        int status = dialect().autocommit() ? ServerStatus.AUTOCOMMIT : 0;
        if (session.transaction() != TransactionStatus.IDLE) {
            status |= ServerStatus.IN_TRANS;
        }
        return noBackslashEscapes() ? status | ServerStatus.NO_BACKSLASH_ESCAPES : status;
    }

    /** The mode is looked at when it is another one than before: it is a long text, and every OK packet asks. */
    private boolean noBackslashEscapes() {
        String mode = dialect().setting("sql_mode").orElse("");
        if (!mode.equals(sqlMode)) {
            sqlMode = mode;
            noBackslashEscapes = mode.toUpperCase(Locale.ROOT).contains("NO_BACKSLASH_ESCAPES");
        }
        return noBackslashEscapes;
    }

    private ZoneRules zone() {
        String name = dialect().setting("time_zone").orElse(SYSTEM_ZONE);
        if (name.equalsIgnoreCase(SYSTEM_ZONE)) {
            name = dialect().setting("system_time_zone").orElse("UTC");
        }
        if (!name.equals(zoneName)) {
            zoneName = name;
            zone = rules(name);
        }
        return zone;
    }

    private static ZoneRules rules(String name) {
        try {
            return ZoneId.of(name).getRules();
        } catch (DateTimeException e) {
            return ZoneOffset.UTC.getRules();
        }
    }
}
