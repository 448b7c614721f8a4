package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.Plan;
import java.util.Objects;

/**
 * A statement, translated.
 *
 * @param plan what the engine runs
 * @param reusable whether the same text means the same plan again, as long as {@code sql_mode}, the current database and
 *     the tables are the same; otherwise it holds values of the session or of the moment
 */
public record Translation(Plan plan, boolean reusable) {
    public Translation {
        Objects.requireNonNull(plan, "plan");
    }
}
