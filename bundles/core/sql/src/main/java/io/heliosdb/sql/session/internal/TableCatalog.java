package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.CatalogMiss;
import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableName;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tables that a session looked up. All are forgotten when a session of this server changes a definition, or when they
 * are some seconds old, because others may change them too; a table that is missing is looked for by each statement anew.
 */
final class TableCatalog implements Catalog {
    private static final int MOST = 1024;
    private static final Duration LIFETIME = Duration.ofSeconds(10);

    private final DefinitionClock clock;
    private final Map<TableName, Optional<Table>> byName = new LinkedHashMap<>();
    private final Map<Integer, Table> byOid = new HashMap<>();
    private long definitions;
    private long since;
    private boolean fresh;

    TableCatalog(DefinitionClock clock) {
        this.clock = clock;
    }

    /** Another statement is going to ask. */
    void begin() {
        long now = System.nanoTime();
        if (definitions != clock.now() || now - since > LIFETIME.toNanos()) {
            clear();
        } else {
            byName.values().removeIf(Optional::isEmpty);
        }
        fresh = byName.isEmpty();
    }

    void clear() {
        byName.clear();
        byOid.clear();
        definitions = clock.now();
        since = System.nanoTime();
        fresh = true;
    }

    /** Whether everything was looked up for this statement, so that nothing of it can be out of date. */
    boolean isFresh() {
        return fresh;
    }

    boolean knows(TableName name) {
        return byName.containsKey(name);
    }

    @Override
    public Optional<Table> table(TableName name) {
        Optional<Table> known = byName.get(name);
        if (known == null) {
            throw new CatalogMiss(name);
        }
        return known;
    }

    Optional<Table> table(int oid) {
        return Optional.ofNullable(byOid.get(oid));
    }

    void add(TableName name, Optional<Table> table) {
        if (byName.size() >= MOST) {
            clear();
        }
        byName.put(name, table);
        table.ifPresent(found -> byOid.put(found.oid(), found));
    }
}
