package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Manipulation;
import io.heliosdb.sql.rewrite.tree.Query;
import java.util.List;

/** A statement that {@link QueryTranslator} translates. */
sealed interface MySqlStatement {
    record Selection(Query query) implements MySqlStatement {}

    record Change(Manipulation manipulation) implements MySqlStatement {}

    /** DO: the values are computed and forgotten. */
    record Evaluation(List<Expression> expressions) implements MySqlStatement {}
}
