package io.heliosdb.testkit;

/** A client's side of a connection, as octets. */
interface Talk extends AutoCloseable {
    void send(byte[] octets);

    /** What the server has said since the last call, without waiting; never null. */
    byte[] received();

    /** Whether the server has closed, and all that it said was received. */
    boolean closed();

    @Override
    void close();
}
