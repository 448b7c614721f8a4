package io.heliosdb.sql.explain.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.StatementSplitter;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DialectExplainerTest {
    private final DialectExplainer explainer = new DialectExplainer();

    /** A dialect that is the engine's own text, or one whose session adds a prefix that a statement may set. */
    private record Toy(String name, boolean verbatim, String greeting) implements Dialect {
        @Override
        public StatementKind kind(ByteBuf sql) {
            return sql.getByte(sql.readerIndex()) == 'C' ? StatementKind.TRANSACTION : StatementKind.QUERY;
        }

        @Override
        public DialectSession open(SessionOpening opening) {
            return new ToySession(greeting);
        }
    }

    private static final class ToySession implements DialectSession {
        private final List<Outcome> finished = new ArrayList<>();
        private String prefix;
        private boolean open;

        ToySession(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public Map<String, String> engineParameters() {
            return Map.of();
        }

        @Override
        public void opened(SessionStart start) {
            open = true;
        }

        @Override
        public List<String> split(String text) {
            assertThat(open).isTrue();
            return StatementSplitter.split(text, Lexicon.MYSQL);
        }

        @Override
        public Plan plan(String sql, Catalog catalog) {
            if (sql.startsWith("SET ")) {
                return Plan.accepted(outcome -> prefix = sql.substring(4));
            }
            if (sql.startsWith("BAD ")) {
                throw new HeliosException(SqlState.SYNTAX_ERROR, "bad")
                        .with(HeliosException.Field.POSITION, "5")
                        .with(HeliosException.Field.HINT, "do not")
                        .with(HeliosException.Field.DETAIL, "after " + finished.size());
            }
            boolean known = catalog.table(new TableName("", "t")).isPresent()
                    || catalog.table(new TableName("s", "u")).isPresent();
            return new Plan(
                    List.of(new Step(prefix + sql + known, Step.Use.ROWS, List.of(1, 0))),
                    StatementKind.QUERY,
                    TransactionEffect.STATEMENT,
                    2,
                    List.of(),
                    Plan.NOTHING);
        }

        @Override
        public void finished(Outcome outcome) {
            finished.add(outcome);
        }

        @Override
        public boolean autocommit() {
            return true;
        }

        @Override
        public String begin() {
            return "BEGIN";
        }

        @Override
        public boolean atomicStatements() {
            return true;
        }

        @Override
        public Optional<String> setting(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<String> schema() {
            return Optional.empty();
        }

        @Override
        public VendorError error(HeliosException error) {
            return new VendorError(1064, "42000", "toy: " + error.getMessage());
        }

        @Override
        public void reset() {
            prefix = "";
        }
    }

    private static Toy toy(String greeting) {
        return new Toy("toy", false, greeting);
    }

    private List<Map<String, Object>> explain(String text) {
        explainer.addDialect(toy("> "), Map.of());
        return explainer.explain("toy", text);
    }

    @Test
    void saysWhatTheEngineWouldRun() {
        assertThat(explain("SELECT 1"))
                .containsExactly(Map.of(
                        "statement",
                        "SELECT 1",
                        "kind",
                        "QUERY",
                        "transaction",
                        "STATEMENT",
                        "parameters",
                        2,
                        "steps",
                        List.of(Map.of("use", "ROWS", "text", "> SELECT 1false", "parameters", List.of(2, 1))),
                        "unknownTables",
                        List.of("t", "s.u")));
    }

    @Test
    void aStatementMayChangeTheSession() {
        List<Map<String, Object>> explanations = explain("SET hello ; SELECT 2");
        assertThat(explanations.get(0)).containsEntry("steps", List.of()).containsEntry("kind", "OTHER");
        assertThat(explanations.get(1).get("steps").toString()).contains("text=helloSELECT 2");
    }

    @Test
    void saysTheVendorsError() {
        List<Map<String, Object>> explanations = explain("SET a; BAD x; SELECT 1");
        assertThat(explanations.get(1))
                .isEqualTo(Map.of(
                        "statement",
                        "BAD x",
                        "error",
                        Map.of(
                                "code", 1064,
                                "sqlState", "42000",
                                "message", "toy: bad",
                                "position", 5,
                                "detail", "after 1",
                                "hint", "do not")));
        assertThat(explanations).hasSize(3);
        assertThat(explain("SELECT 1; '")).singleElement().satisfies(only -> assertThat(only)
                .containsEntry("statement", "SELECT 1; '")
                .containsEntry(
                        "error",
                        Map.of(
                                "code",
                                1064,
                                "sqlState",
                                "42000",
                                "message",
                                "toy: unterminated quoted string",
                                "position",
                                11)));
    }

    @Test
    void takesTheNewestVersion() {
        Toy older = toy("old ");
        Toy newer = toy("new ");
        explainer.addDialect(newer, Map.of("heliosdb.dialect.version", "1.10.0"));
        explainer.addDialect(older, Map.of("heliosdb.dialect.version", "1.9.0"));
        assertThat(explainer.dialects()).containsExactly("toy");
        assertThat(explainer.explain("toy", "x").toString()).contains("new x");
        explainer.removeDialect(newer);
        assertThat(explainer.explain("toy", "x").toString()).contains("old x");
        assertThatThrownBy(() -> explainer.explain("other", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no dialect \"other\" (expected: toy)");
    }

    @Test
    void theEnginesOwnTextIsRunAsItIs() {
        explainer.addDialect(new Toy("own", true, ""), Map.of());
        assertThat(explainer.explain("own", "SELECT $2, '$3'; COMMIT"))
                .containsExactly(
                        Map.of(
                                "statement",
                                "SELECT $2, '$3'",
                                "kind",
                                "QUERY",
                                "transaction",
                                "STATEMENT",
                                "parameters",
                                2,
                                "steps",
                                List.of(Map.of("use", "ROWS", "text", "SELECT $2, '$3'", "parameters", List.of(1, 2))),
                                "unknownTables",
                                List.of()),
                        Map.of(
                                "statement",
                                "COMMIT",
                                "kind",
                                "TRANSACTION",
                                "transaction",
                                "NONE",
                                "parameters",
                                0,
                                "steps",
                                List.of(Map.of("use", "COUNT", "text", "COMMIT", "parameters", List.of())),
                                "unknownTables",
                                List.of()));
        assertThat(explainer.explain("own", "SELECT 'a"))
                .containsExactly(Map.of(
                        "statement",
                        "SELECT 'a",
                        "error",
                        Map.of("sqlState", "42601", "message", "unterminated quoted string", "position", 8)));
    }
}
