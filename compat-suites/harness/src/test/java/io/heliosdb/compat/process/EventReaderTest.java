package io.heliosdb.compat.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EventReaderTest {

    private static EventReader reader(String text) {
        return new EventReader(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static PytestEvent event(String line) throws IOException {
        return reader(line + "\n").next().orElseThrow();
    }

    @Test
    void readsTheSession() throws IOException {
        assertThat(event("{\"event\":\"session\",\"python\":\"3.11.7\",\"implementation\":\"CPython\","
                        + "\"platform\":\"Linux\",\"driver\":\"psycopg2\",\"driver_version\":\"2.9.13\","
                        + "\"libraries\":{\"pytest\":\"9.2.0\"},\"pid\":7}"))
                .isEqualTo(new PytestEvent.Session("3.11.7", "Linux", "psycopg2", "2.9.13", Map.of("pytest", "9.2.0")));
    }

    @Test
    void readsACase() throws IOException {
        assertThat(event("{\"event\":\"case\",\"id\":\"a/test_b.py::test_c[1]\",\"file\":\"a/test_b.py\","
                        + "\"name\":\"test_c[1]\",\"title\":\"Shows c.\",\"description\":\"Shows c.\\nWell.\","
                        + "\"capability\":\"types\",\"must_pass\":true,\"tags\":[\"slow\"],\"line\":12}"))
                .isEqualTo(new PytestEvent.Case(
                        "a/test_b.py::test_c[1]",
                        "a/test_b.py",
                        "test_c[1]",
                        "Shows c.",
                        "Shows c.\nWell.",
                        "types",
                        true,
                        List.of("slow"),
                        12));
    }

    @Test
    void fillsInWhatACaseDoesNotSay() throws IOException {
        assertThat(event("{\"event\":\"case\",\"id\":\"x\",\"line\":null}"))
                .isEqualTo(new PytestEvent.Case("x", "", "x", "x", "", "", false, List.of(), 0));
    }

    @Test
    void readsTheLifeOfACase() throws IOException {
        EventReader reader = reader(
                """
                {"event":"start","id":"x"}
                {"event":"phase","id":"x","phase":"setup","outcome":"passed","duration":0.5,"message":null,"trace":null}
                {"event":"attach","id":"x","name":"Captured stdout","type":"text/plain","text":"hello"}
                {"event":"finish","id":"x","outcome":"failed","duration":1.5,"message":"no","trace":"line 1"}
                {"event":"collecterror","file":"y.py","message":"SyntaxError"}
                {"event":"end","status":1,"counts":{"failed":1}}
                """);

        assertThat(reader.next()).contains(new PytestEvent.Start("x"));
        assertThat(reader.next()).contains(new PytestEvent.Phase("x", "setup", "passed", 0.5, null, null));
        assertThat(reader.next()).contains(new PytestEvent.Attach("x", "Captured stdout", "text/plain", "hello", null));
        assertThat(reader.next()).contains(new PytestEvent.Finish("x", "failed", 1.5, "no", "line 1"));
        assertThat(reader.next()).contains(new PytestEvent.CollectError("y.py", "SyntaxError"));
        assertThat(reader.next()).contains(new PytestEvent.End(1));
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void passesOverLinesThatAreNoEvents() throws IOException {
        EventReader reader = reader(
                """
                Segmentation fault in foreign code
                {"event":"unheard of"}
                {"event":"start"}
                []

                {"event":"start","id":"after all that"}
                """);

        assertThat(reader.next()).contains(new PytestEvent.Start("after all that"));
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void dropsALineThatWasCutOff() throws IOException {
        assertThat(reader("{\"event\":\"start\",\"id\":\"x\"}").next()).isEmpty();
    }

    @Test
    void passesOverALineThatIsTooLong() throws IOException {
        InputStream tooLong = new ByteArrayInputStream(new byte[EventReader.MAXIMUM_LINE + 1]);
        InputStream rest = new ByteArrayInputStream("\n{\"event\":\"end\",\"status\":0}\n".getBytes(UTF_8));

        assertThat(new EventReader(new SequenceInputStream(tooLong, rest)).next())
                .contains(new PytestEvent.End(0));
    }

    @Property(tries = 200)
    void readsEveryTextAsItWasWritten(@ForAll String id, @ForAll String message) throws IOException {
        String line = new ObjectMapper()
                .writeValueAsString(Map.of("event", "finish", "id", id, "outcome", "failed", "message", message));

        assertThat(event(line)).isEqualTo(new PytestEvent.Finish(id, "failed", 0, message, null));
    }
}
