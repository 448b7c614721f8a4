package io.heliosdb.spi.engine;

import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives what a session at the engine answers, on the event loop that the session was opened on.
 *
 * <p>Results are canonical: backend messages of PostgreSQL's protocol 3 (one octet type, Int32 length that counts itself,
 * body), cells in the format that Bind asked for. A protocol whose clients speak that form forwards them untouched;
 * every other one reads the cells and writes its own.
 */
@ConsumerType
public interface ResultSink {
    /** The session is open and idle. Called once, before anything else but {@link #closed}. */
    void opened(SessionStart start);

    /**
     * A run of whole backend messages, in order: results, errors, notices, notifications, ParameterStatus, ReadyForQuery
     * and copy data; no authentication messages.
     *
     * @param run borrowed: valid during the call; retain what is kept
     */
    void messages(ByteBuf run);

    /**
     * Octets of a DataRow or CopyData that is too long to be held: its header and first octets came at the end of the run
     * before. Only where {@link #takesFragments()}.
     */
    default void fragment(ByteBuf octets) {
        throw new IllegalStateException("fragment to a sink that takes none");
    }

    /** Whether a long message may arrive in pieces; otherwise the engine gathers it first. */
    default boolean takesFragments() {
        return false;
    }

    /**
     * An ErrorResponse is among the messages that come next: for those who count errors and do not read the messages.
     *
     * @param sqlState its code
     */
    default void errorReported(String sqlState) {}

    /** Everything requested so far is answered, and the session is outside a batch: a ReadyForQuery was just delivered. */
    void idle(TransactionStatus status);

    /** The engine's input was read to its end for now: the moment to flush what was written. */
    void readComplete();

    /** Whether the engine takes more input: while false, the protocol stops reading its client. */
    void writable(boolean writable);

    /**
     * The session ended, or could not be opened; nothing follows.
     *
     * @param reported whether the engine's own FATAL ErrorResponse was among the {@link #messages}, so that the client
     *     already knows the reason
     */
    void closed(HeliosException reason, boolean reported);
}
