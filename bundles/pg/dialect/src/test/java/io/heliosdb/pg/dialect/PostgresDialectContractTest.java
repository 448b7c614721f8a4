package io.heliosdb.pg.dialect;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.testkit.BaseDialectTest;
import java.util.Map;

/** What every dialect must pass, with PostgreSQL's statements. */
class PostgresDialectContractTest extends BaseDialectTest {
    @Override
    protected Dialect dialect() {
        return new PostgresDialect();
    }

    @Override
    protected Map<String, StatementKind> statements() {
        return Map.of(
                "select 1", StatementKind.QUERY,
                "insert into t values (1)", StatementKind.MANIPULATION,
                "create table t (a int)", StatementKind.DEFINITION,
                "create database d", StatementKind.DATABASE_DEFINITION,
                "begin", StatementKind.TRANSACTION,
                "set a = 1", StatementKind.OTHER);
    }
}
