package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.EngineSettings;

/** What the pools of all event loops share. For several threads. */
interface PoolContext {
    EngineSettings settings();

    Connector connector();

    CircuitBreaker breaker();

    Budget budget();

    /** A connection was made. */
    void connected(Backend backend);

    /** A pool is hungry: let an event loop with idle connections give one up. */
    void reclaimIdle(LoopPool hungry);

    /** The engine did not let a role in. */
    void loginRefused(String role);

    /** The defaults of new logins may have changed. */
    void loginDefaultsChanged();
}
