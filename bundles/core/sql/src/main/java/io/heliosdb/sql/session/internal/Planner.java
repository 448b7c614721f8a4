package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.CatalogMiss;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.spi.error.HeliosException;
import java.util.function.Consumer;

/** Lets the dialect plan statements, and looks up the tables that it asks for on the way. */
final class Planner {
    private final Spoken spoken;
    private final TableCatalog catalog;
    private final EngineLink link;
    /** Whether the engine knows the statements that look tables up. */
    private boolean lookupPrepared;

    Planner(Spoken spoken, TableCatalog catalog, EngineLink link) {
        this.spoken = spoken;
        this.catalog = catalog;
        this.link = link;
    }

    /** One of both hears, perhaps before this returns. */
    void plan(String sql, Consumer<Plan> next, Consumer<HeliosException> refused) {
        Plan plan;
        try {
            plan = spoken.session().plan(sql, catalog);
        } catch (CatalogMiss miss) {
            lookUp(miss.table(), () -> plan(sql, next, refused), refused);
            return;
        } catch (HeliosException e) {
            refused.accept(e);
            return;
        }
        lookUp(plan, next, refused);
    }

    /** Makes sure of the plan's tables, whose columns tell the client what its result is made of. */
    void lookUp(Plan plan, Consumer<Plan> next, Consumer<HeliosException> refused) {
        for (TableName table : plan.tables()) {
            if (!catalog.knows(table)) {
                lookUp(table, () -> lookUp(plan, next, refused), refused);
                return;
            }
        }
        next.accept(plan);
    }

    /** Makes sure of one table. */
    void lookUp(TableName table, Runnable next, Consumer<HeliosException> refused) {
        TableLookup lookup = new TableLookup(
                table,
                found -> {
                    lookupPrepared = true;
                    catalog.add(table, found);
                    next.run();
                },
                refused);
        link.batch(
                out -> {
                    if (!lookupPrepared) {
                        TableLookup.prepare(out, spoken.dialect().prelude().isPresent());
                    }
                    lookup.write(out, spoken.dialect().name());
                },
                lookup);
    }

    /** The engine has forgotten all prepared statements. */
    void forget() {
        lookupPrepared = false;
        catalog.clear();
    }
}
