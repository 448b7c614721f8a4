package io.heliosdb.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other tools read {@code conformance.json} by its schema. */
class ConformanceSchemaTest {

    private static final Path SCHEMA = Path.of("schema", "conformance.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private JsonNode written() throws IOException {
        CellOutcome all = new CellOutcome(
                "gold",
                "mysql",
                "pymysql",
                "PyMySQL",
                "1.2.3",
                "live",
                null,
                null,
                0,
                List.of(
                        new CaseOutcome("a::b", null, null, true, Verdict.FAILED, "m", 1, true, SampleReport.gap(null)),
                        SampleReport.fault("needs", "not run")));
        List<CellOutcome> cells = new ArrayList<>(SampleReport.sound().cells());
        cells.add(all);
        Path file = folder.resolve("conformance.json");
        SampleReport.report(cells).write(file);
        return JSON.readTree(file.toFile());
    }

    private static List<String> problems(JsonNode content) throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        JSON.readTree(SCHEMA.toFile()),
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
        return schema.validate(content).stream()
                .map(ValidationMessage::toString)
                .toList();
    }

    @Test
    void describesWhatIsWritten() throws IOException {
        assertThat(problems(written())).isEmpty();
    }

    @Test
    void noticesWhatIsNotWritten() throws IOException {
        ObjectNode content = (ObjectNode) written();
        content.put("startedAt", "yesterday");
        content.put("more", 1);
        ((ObjectNode) content.at("/cells/0")).put("lane", "fast").remove("tally");
        ((ObjectNode) content.at("/cells/0/cases/0")).put("verdict", "GREEN").put("milliseconds", -1);

        assertThat(problems(content))
                .hasSize(6)
                .anyMatch(problem -> problem.contains("startedAt"))
                .anyMatch(problem -> problem.contains("more"))
                .anyMatch(problem -> problem.contains("lane"))
                .anyMatch(problem -> problem.contains("tally"))
                .anyMatch(problem -> problem.contains("verdict"))
                .anyMatch(problem -> problem.contains("milliseconds"));
    }

    @Test
    void saysWhatEveryPropertyMeans() throws IOException {
        List<String> silent = new ArrayList<>();
        describe(JSON.readTree(SCHEMA.toFile()), "", silent);
        assertThat(silent).isEmpty();
    }

    private static void describe(JsonNode node, String path, List<String> silent) {
        JsonNode properties = node.path("properties");
        properties.properties().forEach(property -> {
            if (!property.getValue().has("description") && !property.getValue().has("$ref")) {
                silent.add(path + "/" + property.getKey());
            }
        });
        if (node.isObject()) {
            node.properties().forEach(each -> describe(each.getValue(), path + "/" + each.getKey(), silent));
        }
    }
}
