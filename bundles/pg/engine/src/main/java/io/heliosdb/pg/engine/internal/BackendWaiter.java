package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.error.HeliosException;

/** Somebody who waits for a connection. Called on the event loop. */
interface BackendWaiter {
    /** The connection is the waiter's until it releases it. */
    void acquired(Backend backend);

    void notAcquired(HeliosException reason);
}
