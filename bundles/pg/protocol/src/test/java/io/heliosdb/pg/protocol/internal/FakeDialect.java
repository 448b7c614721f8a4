package io.heliosdb.pg.protocol.internal;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.StatementKind;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Sees a database in every statement that begins with DROP. */
final class FakeDialect implements Dialect {
    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public boolean verbatim() {
        return true;
    }

    @Override
    public StatementKind kind(ByteBuf sql) {
        return sql.toString(StandardCharsets.US_ASCII).startsWith("DROP")
                ? StatementKind.DATABASE_DEFINITION
                : StatementKind.OTHER;
    }
}
