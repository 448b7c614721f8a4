package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.SessionOpening;
import java.util.Map;
import java.util.Optional;

/** The dialect of a session, in the version of now. */
final class Spoken {
    private final SessionOpening opening;
    private Dialect dialect;
    private DialectSession session;
    private int versions;

    Spoken(Dialect dialect, SessionOpening opening) {
        this.opening = opening;
        this.dialect = dialect;
        session = dialect.verbatim() ? new VerbatimSession(dialect, opening) : dialect.open(opening);
    }

    Dialect dialect() {
        return dialect;
    }

    DialectSession session() {
        return session;
    }

    /** How often the version has changed: what an earlier one planned is planned again. */
    int versions() {
        return versions;
    }

    /**
     * Goes on with another version.
     *
     * @return whether that was possible; nothing has changed otherwise
     */
    boolean moveTo(Dialect newer) {
        // What a session finds at the engine was put there for the version that it began with.
        if (newer.verbatim() != dialect.verbatim() || !newer.prelude().equals(dialect.prelude())) {
            return false;
        }
        Optional<? extends DialectSession> resumed = newer.verbatim()
                ? Optional.of(new VerbatimSession(newer, opening))
                : session.state().flatMap(state -> newer.resume(opening, Map.copyOf(state)));
        resumed.ifPresent(next -> {
            dialect = newer;
            session = next;
            versions++;
        });
        return resumed.isPresent();
    }
}
