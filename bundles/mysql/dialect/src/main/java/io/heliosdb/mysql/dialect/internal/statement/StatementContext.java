package io.heliosdb.mysql.dialect.internal.statement;

import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.CatalogMiss;
import io.heliosdb.spi.dialect.Plan;

/** What a statement is planned with: the session that it runs in and the tables that are known. */
public interface StatementContext {
    Databases databases();

    Catalog catalog();

    /** Whose session it is, as errors name its user: {@code 'demo'@'localhost'}. */
    String account();

    /** A system variable of the session as SHOW VARIABLES prints it; null for NULL. */
    String variable(String name);

    /** Whether foreign keys are checked. */
    default boolean checksForeignKeys() {
        return "ON".equals(variable("foreign_key_checks"));
    }

    /**
     * The engine's text of an expression.
     *
     * @throws CatalogMiss where a table has to be looked up first
     */
    String expression(String sql);

    /** The engine's text of a condition, a boolean. */
    String condition(String sql);

    /** The plan of a query or of a statement that manipulates data. */
    Plan query(String sql);

    /** The plan of any statement. */
    Plan statement(String sql);

    /** A statement, cut into tokens as the session's settings say. */
    Tokens tokens(String sql);
}
