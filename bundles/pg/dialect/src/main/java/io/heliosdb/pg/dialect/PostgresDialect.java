package io.heliosdb.pg.dialect;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.ProvidesDialect;
import io.heliosdb.spi.dialect.StatementKind;
import io.netty.buffer.ByteBuf;
import org.osgi.service.component.annotations.Component;

/** PostgreSQL's own SQL: the engine runs it as it is. What is left to tell is the kind of a statement. */
@Component(service = Dialect.class)
@ProvidesDialect(name = PostgresDialect.NAME, version = "1.0.0")
public final class PostgresDialect implements Dialect {
    public static final String NAME = "postgresql";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean verbatim() {
        return true;
    }

    @Override
    public StatementKind kind(ByteBuf sql) {
        LeadingWords words = new LeadingWords(sql);
        return switch (words.next()) {
            case "SELECT", "VALUES", "TABLE", "WITH", "SHOW", "EXPLAIN", "FETCH" -> StatementKind.QUERY;
            case "INSERT", "UPDATE", "DELETE", "MERGE" -> StatementKind.MANIPULATION;
            case "CREATE", "ALTER", "DROP" ->
                words.next().equals("DATABASE") ? StatementKind.DATABASE_DEFINITION : StatementKind.DEFINITION;
            case "TRUNCATE", "COMMENT", "GRANT", "REVOKE", "REINDEX", "REFRESH" -> StatementKind.DEFINITION;
            case "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE" ->
                transactionOrOther(words);
            default -> StatementKind.OTHER;
        };
    }

    /** PREPARE TRANSACTION ends a transaction, PREPARE name AS makes a statement. */
    private static StatementKind transactionOrOther(LeadingWords words) {
        return words.word().equals("PREPARE") && !words.next().equals("TRANSACTION")
                ? StatementKind.OTHER
                : StatementKind.TRANSACTION;
    }
}
