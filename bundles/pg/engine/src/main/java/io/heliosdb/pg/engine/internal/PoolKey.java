package io.heliosdb.pg.engine.internal;

import java.util.Map;

/** Connections with the same key can stand for each other. */
record PoolKey(String role, String database, Map<String, String> parameters) {
    PoolKey {
        parameters = Map.copyOf(parameters);
    }

    /** What the limit per database counts together. */
    Owner owner() {
        return new Owner(role, database);
    }

    /** A role in a database, whatever its session parameters. */
    record Owner(String role, String database) {}
}
