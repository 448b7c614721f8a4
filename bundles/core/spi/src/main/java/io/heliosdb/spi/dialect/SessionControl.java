package io.heliosdb.spi.dialect;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The other sessions of a protocol, for statements that end them (MySQL: KILL). Called on the session's own event loop;
 * never blocks.
 */
@ConsumerType
public interface SessionControl {
    /** What is to end. */
    enum Target {
        /** The statement that the session runs at this moment, if any. */
        STATEMENT,
        /** The session with its connection. */
        SESSION
    }

    /** What became of the request. */
    enum Answer {
        /** It is on its way. */
        TAKEN,
        /** No session has that number. */
        UNKNOWN,
        /** The session is another user's. */
        FOREIGN
    }

    /** For a session that knows of no other. */
    SessionControl NONE = (connectionId, target) -> Answer.UNKNOWN;

    /**
     * Ends a session, or what it runs, if it is the asking user's own.
     *
     * @param connectionId {@link SessionOpening#connectionId}
     */
    Answer kill(long connectionId, Target target);

    /** The asking user's own sessions, the asking one among them, by their numbers. */
    default List<SessionInformation> sessions() {
        return List.of();
    }

    /** What the protocol has counted over all sessions of all users, by the vendor's names ({@code Questions}). */
    default Map<String, Long> status() {
        return Map.of();
    }
}
