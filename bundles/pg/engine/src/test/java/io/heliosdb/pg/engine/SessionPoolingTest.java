package io.heliosdb.pg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionPoolingTest extends EngineTestBase {
    @Test
    void answersAQuery() {
        TestClient client = TestClient.open(engine(Map.of()), loop, request());

        assertThat(client.value("SELECT 1 + 1")).isEqualTo("2");
        assertThat(client.value("SELECT current_user")).isEqualTo("app");
        assertThat(client.start().processId()).isEqualTo(Integer.parseInt(client.value("SELECT pg_backend_pid()")));
        assertThat(client.start().parameters()).containsEntry("client_encoding", "UTF8");
    }
}
