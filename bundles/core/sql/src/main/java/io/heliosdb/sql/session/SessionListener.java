package io.heliosdb.sql.session;

import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.error.HeliosException;

/** What a protocol hears of its session beside the results of statements. */
public interface SessionListener {
    /** The session is open and idle. Called once, before anything else but {@link #closed}. */
    void opened(SessionStart start);

    /** The engine's input was read to its end for now: the moment to flush what was written. */
    void readComplete();

    /** The session ended, or could not be opened; nothing follows, a statement under way is told no end. */
    void closed(HeliosException reason);
}
