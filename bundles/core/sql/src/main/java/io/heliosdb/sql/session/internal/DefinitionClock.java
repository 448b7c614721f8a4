package io.heliosdb.sql.session.internal;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the definitions that sessions of this server changed, per database: what was looked up before may be wrong. */
final class DefinitionClock {
    private static final ConcurrentMap<String, AtomicLong> DATABASES = new ConcurrentHashMap<>();

    private final AtomicLong changes;

    DefinitionClock(String database) {
        changes = DATABASES.computeIfAbsent(database, name -> new AtomicLong());
    }

    long now() {
        return changes.get();
    }

    void changed() {
        changes.incrementAndGet();
    }
}
