package io.heliosdb.pg.protocol.internal;

/** How far a session has come; decides which messages its client may send. */
enum Phase {
    /** Waits for an initial message: SSLRequest, GSSENCRequest, CancelRequest or StartupMessage. */
    STARTUP,
    /** The SASL exchange is under way. */
    AUTHENTICATION,
    /** Logged in; the engine opens the session. The client is not read. */
    OPENING,
    /** Requests go to the engine, results to the client. */
    READY,
    /** Over: whatever still comes is thrown away. */
    ENDED
}
