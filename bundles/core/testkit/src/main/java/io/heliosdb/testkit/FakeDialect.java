package io.heliosdb.testkit;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.StatementKind;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A dialect whose text is the engine's, by any name: for tests in which messages matter and statements do not.
 *
 * @param name what the protocol under test asks for
 */
public record FakeDialect(String name) implements Dialect {
    private static final int LONGEST_WORD = 16;

    @Override
    public boolean verbatim() {
        return true;
    }

    /** From the first word, which nothing stands before. */
    @Override
    public StatementKind kind(ByteBuf sql) {
        int length = Math.min(sql.readableBytes(), LONGEST_WORD);
        String begin = sql.toString(sql.readerIndex(), length, StandardCharsets.US_ASCII);
        return switch (begin.toUpperCase(Locale.ROOT).replaceFirst("[^A-Z][\\s\\S]*", "")) {
            case "SELECT", "VALUES", "WITH", "TABLE", "SHOW" -> StatementKind.QUERY;
            case "INSERT", "UPDATE", "DELETE", "MERGE" -> StatementKind.MANIPULATION;
            default -> StatementKind.OTHER;
        };
    }
}
