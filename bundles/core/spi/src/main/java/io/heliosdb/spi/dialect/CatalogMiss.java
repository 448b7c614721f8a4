package io.heliosdb.spi.dialect;

/** A table has to be looked up before a statement can be planned. No error: the caller looks it up and asks again. */
public final class CatalogMiss extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TableName table;

    public CatalogMiss(TableName table) {
        super("not looked up: " + table, null, false, false);
        this.table = table;
    }

    public TableName table() {
        return table;
    }
}
