package io.heliosdb.spi.dialect;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The tables of a session's database, as far as they were looked up. */
@ProviderType
public interface Catalog {
    /**
     * A table or view by name.
     *
     * @return empty where there is none
     * @throws CatalogMiss where it was not looked up yet
     */
    Optional<Table> table(TableName name);
}
