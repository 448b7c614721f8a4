package io.heliosdb.mysql.protocol.internal;

/** How far a session has come; decides which messages its client may send. */
enum Phase {
    /** The server has not spoken yet: the client is not read. */
    GREETING,
    /** Waits for SSLRequest or HandshakeResponse41, then for the answers of the authentication method. */
    LOGIN,
    /** Logged in; the engine opens the session. The client is not read. */
    OPENING,
    /** Commands and their results. */
    READY,
    /** Over: whatever still comes is thrown away. */
    ENDED
}
