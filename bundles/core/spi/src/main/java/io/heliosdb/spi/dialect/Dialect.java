package io.heliosdb.spi.dialect;

import io.netty.buffer.ByteBuf;
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

    /**
     * Translates a statement.
     *
     * @throws io.heliosdb.spi.error.HeliosException 42601 with a position, where the statement is not of this dialect
     */
    Translation translate(String sql);
}
