package io.heliosdb.console.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliosdb.console.TestConsole;
import io.heliosdb.console.internal.access.AdminToken;
import io.heliosdb.console.internal.access.Gatekeeper;
import io.heliosdb.console.internal.access.WebSessions;
import io.heliosdb.console.internal.http.Route;
import io.heliosdb.console.internal.http.Route.Access;
import io.heliosdb.console.internal.http.Routes;
import io.heliosdb.console.internal.metrics.Statistics;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The description of the API says what there is, and nothing else. */
class OpenApiTest {
    private static final Set<String> PAGE = Set.of("/", "/console.css", "/console.js", "/charts.js", "/favicon.svg");

    private JsonNode description;
    private Routes routes;

    @BeforeEach
    void read() throws Exception {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("openapi.json")) {
            description = new ObjectMapper().readTree(in);
        }
        routes = Api.routes(
                new ServerState(TestConsole.none(), Path.of("home"), "1", Optional.empty(), Instant.now()),
                new Gatekeeper(
                        AdminToken.of(TestConsole.TOKEN),
                        new WebSessions(() -> Duration.ofHours(1), System::nanoTime),
                        () -> TestConsole.settings(Map.of())),
                new Statistics(),
                List::of,
                key -> null);
    }

    @Test
    void describesEveryRoute() {
        Set<String> served = new TreeSet<>();
        for (Route route : routes.all()) {
            if (!PAGE.contains(route.template())) {
                served.add(route.method().name() + " " + route.template());
            }
        }
        Set<String> described = new TreeSet<>();
        description.get("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(described).isEqualTo(served);
    }

    @Test
    void saysWhatNeedsNoToken() {
        for (Route route : routes.all()) {
            if (!PAGE.contains(route.template())) {
                JsonNode operation = description
                        .get("paths")
                        .get(route.template())
                        .get(route.method().name().toLowerCase(Locale.ROOT));
                assertThat(operation.has("security")).as(route.template()).isEqualTo(route.access() == Access.EVERYONE);
                assertThat(operation.path("parameters").findValuesAsText("name"))
                        .as(route.template())
                        .containsAll(TestConsole.variables(route.template()));
            }
        }
    }

    @Test
    void refersToWhatIsThere() {
        for (String reference : description.findValuesAsText("$ref")) {
            assertThat(description.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
    }
}
