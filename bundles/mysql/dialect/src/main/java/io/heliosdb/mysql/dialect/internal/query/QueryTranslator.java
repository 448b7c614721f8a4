package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.CatalogMiss;
import io.heliosdb.spi.error.HeliosException;

/**
 * Translates MySQL's queries and data manipulation: SELECT, WITH, VALUES, TABLE, INSERT, REPLACE, UPDATE, DELETE, DO.
 * Stateless.
 */
public final class QueryTranslator {
    /**
     * Translates one statement.
     *
     * @param sql without separator at its end
     * @throws CatalogMiss where a table has to be looked up first
     * @throws HeliosException 42601 with {@link HeliosException.Field#POSITION} (in characters, from 1) for what MySQL
     *     could not read either, {@code M} and four digits for MySQL's own errors
     */
    public Translation translate(String sql, SessionValues session, Catalog catalog) {
        throw new UnsupportedOperationException();
    }

    /**
     * Translates an expression that stands by itself, for SET and the like: the engine's text of its value.
     *
     * @throws HeliosException as {@link #translate}
     */
    public String expression(String sql, SessionValues session, Catalog catalog) {
        throw new UnsupportedOperationException();
    }

    /**
     * Translates the condition after WHERE in SHOW and the like: the engine's text of a boolean.
     *
     * @throws HeliosException as {@link #translate}
     */
    public String condition(String sql, SessionValues session, Catalog catalog) {
        throw new UnsupportedOperationException();
    }
}
