package io.heliosdb.pg.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.dialect.StatementKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresDialectTest {
    private final PostgresDialect dialect = new PostgresDialect();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "select 1                                   | QUERY",
                "  ( SELECT 1 ) UNION (SELECT 2)            | QUERY",
                "with x as (select 1) select * from x       | QUERY",
                "insert into t values (1)                   | MANIPULATION",
                "/* a /* nested */ comment */ DELETE FROM t | MANIPULATION",
                "create table t (a int)                     | DEFINITION",
                "-- a line\\nDROP DATABASE shop             | DATABASE_DEFINITION",
                "Create /* x */ Database shop               | DATABASE_DEFINITION",
                "alter database shop rename to store        | DATABASE_DEFINITION",
                "drop databases                             | DEFINITION",
                "begin                                      | TRANSACTION",
                "; rollback to savepoint a                  | TRANSACTION",
                "prepare transaction 'x'                    | TRANSACTION",
                "prepare x as select 1                      | OTHER",
                "copy t from stdin                          | OTHER",
                "selectaverylongwordthatisnokeyword         | OTHER",
                "/* never closed                            | OTHER",
                "-- only a comment                          | OTHER",
                "\"\"                                       | OTHER",
                "'select'                                   | OTHER",
            })
    void kindComesFromTheFirstWords(String sql, StatementKind kind) {
        ByteBuf octets = Unpooled.copiedBuffer(sql.replace("\\n", "\n"), StandardCharsets.UTF_8);

        assertThat(dialect.kind(octets)).isEqualTo(kind);
    }

    @Test
    void kindEndsAtNulAndLeavesTheIndicesAlone() {
        ByteBuf sql = Unpooled.copiedBuffer("xxcreate\0database", StandardCharsets.US_ASCII);
        sql.readerIndex(2);

        assertThat(dialect.kind(sql)).isEqualTo(StatementKind.DEFINITION);
        assertThat(sql.readerIndex()).isEqualTo(2);
    }

    @Test
    void isTheEnginesOwn() {
        assertThat(dialect.verbatim()).isTrue();
        assertThat(dialect.name()).isEqualTo("postgresql");
    }

    @Property
    void anyOctetsHaveAKind(@ForAll @Size(max = 60) byte[] octets) {
        assertThat(dialect.kind(Unpooled.wrappedBuffer(octets))).isNotNull();
    }
}
