package io.heliosdb.spi.operation;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Told what happens on the connections, on their event loops: must not block and should cost nanoseconds. Every registered
 * one is told.
 */
@ConsumerType
public interface Telemetry {
    /** A connection was given to a protocol. */
    void connectionOpened(String protocol);

    void connectionClosed(String protocol);

    /**
     * A statement, or a batch of them that a client sent in one go, is done.
     *
     * @param nanos from its arrival until its client had the answer
     */
    void statementDone(String protocol, long nanos);

    /**
     * A client was told an error.
     *
     * @param code as its protocol says it: an SQLSTATE for PostgreSQL, a number for MySQL
     */
    void errorTold(String protocol, String code);
}
