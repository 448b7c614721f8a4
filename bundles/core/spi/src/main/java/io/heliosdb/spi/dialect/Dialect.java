package io.heliosdb.spi.dialect;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** A SQL dialect. One instance serves every connection, from many event loops at once. */
@ConsumerType
public interface Dialect {
    /** Lower-case name: {@code postgresql}, {@code mysql}. */
    String name();

    /**
     * Whether the engine's own text is this dialect's text. A protocol then forwards the statement's octets and asks only
     * for their {@link #kind}.
     */
    boolean verbatim();

    /**
     * The kind of a statement from its first words, leading comments skipped.
     *
     * @param sql from its reader index, in an encoding that keeps ASCII; up to a NUL or the end; indices unchanged
     */
    StatementKind kind(ByteBuf sql);

    /** What the dialect's sessions find at the engine beside the tables: functions, operators, casts, views. */
    default Optional<Prelude> prelude() {
        return Optional.empty();
    }

    /** The dialect's side of a new client session; never asked of a {@link #verbatim} dialect, which has none. */
    default DialectSession open(SessionOpening opening) {
        throw new UnsupportedOperationException(name() + " is the engine's own text");
    }

    /**
     * A session that goes on where one of another version of this dialect is. The engine session is that one's, and has its
     * settings.
     *
     * @param opening what that session began with
     * @param state {@link DialectSession#state}; names that are unknown are passed over, what is not named is as at the
     *     beginning
     * @return empty where this version cannot go on with it
     */
    default Optional<DialectSession> resume(SessionOpening opening, Map<String, String> state) {
        return Optional.empty();
    }
}
