package io.heliosdb.spi.dialect;

import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.error.HeliosException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One client's session as its dialect sees it: translates statements and remembers between them what the vendor's server
 * would (settings, user variables, the last generated key, warnings). Used on the session's event loop only; never blocks.
 */
@ConsumerType
public interface DialectSession {
    /** Run-time parameters that the engine session starts with: {@code search_path}, {@code TimeZone}. */
    Map<String, String> engineParameters();

    /** The engine session is open. Called once, before the first {@link #plan}. */
    default void opened(SessionStart start) {}

    /**
     * Cuts a text into its statements, separators and empty ones left out.
     *
     * @return at least one statement; a text of nothing but space is one empty statement
     */
    List<String> split(String text);

    /**
     * Translates one statement.
     *
     * @param sql the client's text; octets of it that are no character of the client's character set (a binary literal's)
     *     stand as {@link io.heliosdb.spi.type.EscapedOctets}
     * @param catalog the tables that are known
     * @throws CatalogMiss where a table has to be looked up first; the caller does, and asks again
     * @throws HeliosException the vendor's refusal: 42601 with a position for what is no statement of this dialect, 0A000
     *     for one that cannot be run
     */
    Plan plan(String sql, Catalog catalog);

    /**
     * A statement is about to run, perhaps a prepared one whose plan was made long before. {@link #finished} follows.
     *
     * @param sql the client's text
     */
    default void running(String sql, Plan plan) {}

    /** The outcome of a plan's last step, or of the statement whose plan failed. */
    void finished(Outcome outcome);

    /** Whether a statement outside of a transaction is a transaction of its own; otherwise it begins one that stays. */
    boolean autocommit();

    /** The engine's text that begins a transaction with the characteristics that are asked for now. */
    String begin();

    /** Whether a failed statement inside a transaction leaves what came before it alive. */
    boolean atomicStatements();

    /** How long a statement may run by the session's own setting, in milliseconds; 0 for any time. */
    default long statementTimeoutMillis() {
        return 0;
    }

    /** How long the client may ask for nothing by the session's own setting, in milliseconds; 0 for ever. */
    default long idleTimeoutMillis() {
        return 0;
    }

    /** A session setting by the vendor's own name, as its clients would read it. */
    Optional<String> setting(String name);

    /** The schema that unqualified names mean, by the vendor's word for it; empty where none is chosen. */
    Optional<String> schema();

    /** What the vendor's server says in words about the last statement, beside its counts; empty where it says nothing. */
    default Optional<String> information() {
        return Optional.empty();
    }

    /** An error in the vendor's own terms. */
    VendorError error(HeliosException error);

    /**
     * What a session of another version of the dialect needs to go on where this one is: settings, variables, the last
     * generated key, warnings. Asked between statements, outside of a transaction.
     *
     * @return by names that the versions of the dialect have in common; empty where a session stays with the version that
     *     it began with
     */
    default Optional<Map<String, String>> state() {
        return Optional.empty();
    }

    /** Everything is again as when the session was opened. The engine session is reset by the caller. */
    void reset();
}
