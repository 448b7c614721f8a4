package io.heliosdb.sql.session.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step.Use;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements that run as they are. */
class VerbatimSessionTest {
    private static final Dialect DIALECT = new Dialect() {
        @Override
        public String name() {
            return "verbatim";
        }

        @Override
        public boolean verbatim() {
            return true;
        }

        @Override
        public StatementKind kind(ByteBuf sql) {
            return switch (sql.toString(StandardCharsets.UTF_8).charAt(0)) {
                case 'S' -> StatementKind.QUERY;
                case 'I' -> StatementKind.MANIPULATION;
                case 'B' -> StatementKind.TRANSACTION;
                default -> StatementKind.OTHER;
            };
        }
    };

    private final VerbatimSession session = session("");

    private static VerbatimSession session(String schema) {
        return new VerbatimSession(DIALECT, new SessionOpening("demo", "demo", schema, 1, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "SELECT $2, $1, '$3'                   | ROWS  | 2 | STATEMENT",
                "INSERT INTO t VALUES ($1)             | COUNT | 1 | STATEMENT",
                "INSERT INTO t VALUES ($1) returning a | ROWS  | 1 | STATEMENT",
                "INSERT INTO t VALUES ('returning')    | COUNT | 0 | STATEMENT",
                "BEGIN                                 | COUNT | 0 | NONE",
                "LISTEN a                              | COUNT | 0 | STATEMENT",
            })
    void aStatementIsOneStep(String sql, Use use, int parameters, TransactionEffect effect) {
        Plan plan = session.plan(sql, name -> Optional.empty());
        assertThat(plan.steps()).singleElement().satisfies(step -> {
            assertThat(step.text()).isEqualTo(sql);
            assertThat(step.use()).isEqualTo(use);
            assertThat(step.parameters()).hasSize(parameters);
        });
        assertThat(plan.parameters()).isEqualTo(parameters);
        assertThat(plan.transaction()).isEqualTo(effect);
        assertThat(plan.succeeded()).isSameAs(Plan.NOTHING);
    }

    @Test
    void behavesAsTheEngineDoes() {
        assertThat(session.split("SELECT 1; SELECT ';'")).containsExactly("SELECT 1", "SELECT ';'");
        assertThat(session.autocommit()).isTrue();
        assertThat(session.atomicStatements()).isFalse();
        assertThat(session.begin()).isEqualTo("BEGIN");
        assertThat(session.setting("search_path")).isEmpty();
        assertThat(session.error(new HeliosException("42601", "no"))).isEqualTo(new VendorError(0, "42601", "no"));
    }

    @Test
    void aSchemaIsTheSearchPath() {
        assertThat(session.engineParameters()).isEmpty();
        assertThat(session.schema()).isEmpty();
        assertThat(session("shop").engineParameters()).containsOnly(Map.entry("search_path", "shop"));
        assertThat(session("shop").schema()).contains("shop");
    }
}
