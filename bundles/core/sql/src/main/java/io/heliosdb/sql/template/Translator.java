package io.heliosdb.sql.template;

import io.heliosdb.spi.dialect.CatalogMiss;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.error.HeliosException;

/**
 * What makes a plan of a statement, for a {@link TranslationCache}. It may be asked several times for one statement, and must
 * change nothing but through {@link Plan#succeeded()}.
 */
@FunctionalInterface
public interface Translator {
    /**
     * Translates {@link Translation#sql()}.
     *
     * @throws CatalogMiss where a table has to be looked up first
     * @throws HeliosException the vendor's refusal
     */
    Plan translate(Translation translation);
}
