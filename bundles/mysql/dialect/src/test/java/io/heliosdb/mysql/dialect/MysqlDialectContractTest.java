package io.heliosdb.mysql.dialect;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.testkit.BaseDialectTest;
import java.util.List;
import java.util.Map;

/** What every dialect must pass, with MySQL's statements. */
class MysqlDialectContractTest extends BaseDialectTest {
    @Override
    protected Dialect dialect() {
        return new MysqlDialect();
    }

    @Override
    protected Map<String, StatementKind> statements() {
        return Map.of(
                "SELECT IFNULL(?, 1) LIMIT 5, 10", StatementKind.QUERY,
                "SHOW DATABASES", StatementKind.QUERY,
                "CREATE DATABASE shop", StatementKind.DEFINITION,
                "START TRANSACTION", StatementKind.TRANSACTION,
                "SET @a = 1", StatementKind.OTHER);
    }

    @Override
    protected List<String> refused() {
        return List.of("SELEC 1", "SELECT", "SELECT 'open", "CREATE TABLE");
    }
}
