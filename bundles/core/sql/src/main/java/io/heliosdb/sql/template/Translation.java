package io.heliosdb.sql.template;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableName;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt to translate a statement. The text has markers in place of its literals: each is a literal of the same type
 * whose value means nothing. Whoever passes a literal on need not know; whoever looks at its value says so before, and is
 * asked again with the client's own literal in its place.
 */
public final class Translation {
    private final LiftedText lifted;
    private final Catalog catalog;
    private final Map<TableName, Optional<Table>> tables = new LinkedHashMap<>();
    private boolean once;

    Translation(LiftedText lifted, Catalog catalog) {
        this.lifted = lifted;
        this.catalog = catalog;
    }

    /** The text to translate. */
    public String sql() {
        return lifted.text();
    }

    /** The tables that are known. What is asked of it is asked again before the plan is used again. */
    public Catalog catalog() {
        return this::table;
    }

    private Optional<Table> table(TableName name) {
        Optional<Table> table = catalog.table(name);
        tables.put(name, table);
        return table;
    }

    /**
     * Says that the plan depends on a literal's value: an ordinal in ORDER BY, a date that is checked, a length. Returns only
     * if the text is the client's own there; otherwise the attempt ends, and another one begins.
     *
     * @param text what the rule is about to look at: a literal's value, or any text that contains it
     */
    public void needs(CharSequence text) {
        BitSet found = lifted.markersIn(text);
        if (!found.isEmpty()) {
            throw new LiteralNeeded(found);
        }
    }

    /** The same for every literal of the statement. */
    public void needsAll() {
        BitSet all = lifted.lifted();
        if (!all.isEmpty()) {
            throw new LiteralNeeded(all);
        }
    }

    /**
     * Says that the plan holds what belongs to this session or to this moment, and is not to be used again. A plan whose
     * {@link io.heliosdb.spi.dialect.Plan#succeeded()} is not {@code NOTHING} need not be spoken for.
     */
    public void once() {
        once = true;
    }

    /** Whether {@link #once} was called. */
    public boolean isOnce() {
        return once;
    }

    Map<TableName, Optional<Table>> tables() {
        return tables;
    }
}
