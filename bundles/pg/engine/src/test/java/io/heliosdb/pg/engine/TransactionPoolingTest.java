package io.heliosdb.pg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.engine.TestClient.Answer;
import io.heliosdb.spi.error.HeliosException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionPoolingTest extends EngineTestBase {
    private PostgresEngine engine;

    @BeforeEach
    void oneConnection() {
        engine = engine(Map.of("pooling", "transaction", "max-connections", 1));
    }

    private TestClient open() {
        return TestClient.open(engine, loop, request());
    }

    @Test
    void sessionsShareOneConnection() {
        TestClient first = open();
        TestClient second = open();

        assertThat(first.value("SELECT pg_backend_pid()")).isEqualTo(second.value("SELECT pg_backend_pid()"));
    }

    @Test
    void equalNamesMeanEachSessionsOwnStatement() {
        TestClient first = open();
        TestClient second = open();
        assertThat(first.parse("s", "SELECT 'first'").sync().send().typesUntilIdle())
                .isEqualTo("1Z");
        assertThat(second.parse("s", "SELECT 'second'").sync().send().typesUntilIdle())
                .isEqualTo("1Z");

        for (int round = 0; round < 3; round++) {
            assertThat(first.bind("", "s").execute("").sync().send().rowUntilIdle())
                    .containsExactly("first");
            assertThat(second.bind("", "s").execute("").sync().send().rowUntilIdle())
                    .containsExactly("second");
        }
    }

    @Test
    void aTransactionKeepsItsConnection() {
        TestClient first = open();
        TestClient second = open();
        assertThat(first.query("BEGIN").send().typesUntilIdle()).isEqualTo("CZ");
        second.query("SELECT 2").send();
        assertThat(first.value("SELECT 1")).isEqualTo("1");
        assertThat(second.isSilent()).isTrue();

        assertThat(first.query("COMMIT").send().typesUntilIdle()).isEqualTo("CZ");

        assertThat(second.rowUntilIdle()).containsExactly("2");
    }

    @Test
    void anErrorInAPipelineSkipsToItsSyncAndUndoesWhatWasSkipped() {
        TestClient client = open();
        client.parse("a", "SELECT 1").bind("", "a").execute("").sync();
        client.parse("b", "SELECT 1/0")
                .bind("", "b")
                .execute("")
                .parse("c", "SELECT 3")
                .sync();
        client.bind("", "a").execute("").sync();
        client.send();

        assertThat(client.typesUntilIdle()).isEqualTo("12DCZ" + "1EZ" + "2DCZ");
        HeliosException error = client.bind("", "c").sync().send().errorUntilIdle();
        assertThat(error.sqlState()).isEqualTo("26000");
        assertThat(error.getMessage()).isEqualTo("prepared statement \"c\" does not exist");
        assertThat(client.parse("c", "SELECT 3")
                        .bind("", "c")
                        .execute("")
                        .sync()
                        .send()
                        .rowUntilIdle())
                .containsExactly("3");
    }

    @Test
    void aNameThatIsTakenIsRefusedUnderTheClientsName() {
        TestClient client = open();
        client.parse("same", "SELECT 1").sync().send().untilIdle();

        HeliosException error = client.parse("same", "SELECT 2").sync().send().errorUntilIdle();

        assertThat(error.sqlState()).isEqualTo("42P05");
        assertThat(error.getMessage()).isEqualTo("prepared statement \"same\" already exists");
        assertThat(client.bind("", "same").execute("").sync().send().rowUntilIdle())
                .containsExactly("1");
    }

    @Test
    void parametersFollowTheirSession() {
        TestClient first = open();
        TestClient second = open();
        assertThat(first.query("SET DateStyle = 'German'").send().typesUntilIdle())
                .isEqualTo("CSZ");

        List<Answer> answers = second.query("SHOW DateStyle").send().untilIdle();

        assertThat(answers).extracting(Answer::type).containsExactly('T', 'D', 'C', 'Z');
        assertThat(answers.get(1).row()).containsExactly("ISO, MDY");
        assertThat(first.value("SELECT date '2026-11-23'")).isEqualTo("23.11.2026");
    }
}
