package io.heliosdb.console.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.console.TestConsole;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminConnectionTest {
    @TempDir
    private Path home;

    @Test
    void answersWithTheToken() throws Exception {
        try (TestConsole console = new TestConsole(home).start()) {
            HttpResponse<String> answer = console.get("/api/v1/statistics");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-security-policy")).isPresent();
            assertThat(console.get("/api/v1/connections").statusCode()).isEqualTo(503);
            HttpResponse<String> refused = console.send(HttpRequest.newBuilder(console.uri("/api/v1/statistics")));
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
        }
    }
}
