package io.heliosdb.mysql.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.StatementKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MysqlDialectTest {
    private final MysqlDialect dialect = new MysqlDialect();

    @Test
    void isTranslated() {
        assertThat(dialect.name()).isEqualTo("mysql");
        assertThat(dialect.verbatim()).isFalse();
        assertThat(dialect.prelude())
                .hasValueSatisfying(prelude -> assertThat(prelude.schema()).isEqualTo("helios_mysql"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "SELECT 1, QUERY",
                "( SELECT 1 ), QUERY",
                "/* a */ show tables, QUERY",
                "insert into t values (1), MANIPULATION",
                "REPLACE t VALUES (1), MANIPULATION",
                "CREATE DATABASE x, DEFINITION",
                "TRUNCATE t, DEFINITION",
                "ROLLBACK TO s, TRANSACTION",
                "SET a = 1, OTHER",
                "'open, OTHER"
            })
    void tellsKindsByTheFirstWord(String sql, StatementKind kind) {
        ByteBuf text = Unpooled.copiedBuffer(sql, StandardCharsets.UTF_8);

        assertThat(dialect.kind(text)).isEqualTo(kind);
        assertThat(text.readerIndex()).isZero();
    }

    @Test
    void readsAStatementUpToItsNul() {
        assertThat(dialect.kind(Unpooled.copiedBuffer("SELECT\0 garbage", StandardCharsets.UTF_8)))
                .isEqualTo(StatementKind.QUERY);
    }

    @Test
    void opensSessionsOfTheirOwn() {
        SessionOpening opening = new SessionOpening("u", "demo", "shop", 1, Map.of());
        DialectSession session = dialect.open(opening);

        assertThat(session).isNotSameAs(dialect.open(opening));
        assertThat(session.schema()).contains("shop");
        assertThat(dialect.open(new SessionOpening("u", "demo", "", 1, Map.of()))
                        .schema())
                .isEmpty();
    }
}
