package io.heliosdb.probes.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.probes.ProbeCase;
import io.heliosdb.probes.ProbeCase.Verdict;
import io.heliosdb.probes.ProbeResult;
import io.heliosdb.probes.ProbeTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes in Jython against a server that is made up. */
class JythonProbeTest {
    private static final ProbeTarget TARGET =
            new ProbeTarget("postgresql", "127.0.0.1", 1, "demo", "demo", "demo", Optional.empty());
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Path file(String source) throws IOException {
        return Files.writeString(folder.resolve("some.py"), source);
    }

    private ProbeResult run(String source, Duration limit, FakeConnections connections) throws IOException {
        Path file = file(source);
        return new ProbeRun(file, TARGET, limit, () -> new JythonProbe(file, TARGET, connections)).result();
    }

    private List<ProbeCase> cases(String source) throws IOException {
        return run(source, LIMIT, new FakeConnections()).cases();
    }

    private ProbeCase only(String source) throws IOException {
        List<ProbeCase> cases = cases(source);
        assertThat(cases).hasSize(1);
        return cases.get(0);
    }

    @Test
    void runsTheCasesInTheirOrderWithTheirTitles() throws Exception {
        FakeConnections connections = new FakeConnections();
        ProbeResult result = run(
                """
                def probe_second_by_name(server):
                    '''It stands first.'''
                    server.connect()
                    print("seen")

                def helper(server):
                    raise ValueError("nobody calls it")

                def probe_a(server):
                    assert 1 == 2, "one is not two"

                def probe_b(server):
                    server.skip("not here")

                def probe_c(server):
                    {}["absent"]
                """,
                LIMIT,
                connections);
        assertThat(result.interpreter()).startsWith("Jython 2.7");
        assertThat(result.ok()).isFalse();
        assertThat(result.cases()).extracting(ProbeCase::name).containsExactly("second_by_name", "a", "b", "c");
        assertThat(result.cases())
                .extracting(ProbeCase::verdict)
                .containsExactly(Verdict.PASSED, Verdict.FAILED, Verdict.SKIPPED, Verdict.FAILED);
        assertThat(result.cases())
                .extracting(ProbeCase::message)
                .containsExactly("", "one is not two", "not here", "KeyError: 'absent'");
        assertThat(result.cases().get(0).title()).isEqualTo("It stands first.");
        assertThat(result.cases().get(0).output()).isEqualTo("seen\n");
        assertThat(result.cases().get(1).title()).isEqualTo("probe_a");
        assertThat(result.cases().get(3).trace()).contains("some.py", "probe_c");
        assertThat(connections.open).hasValue(0);
    }

    @Test
    void refusesAFileThatIsNoProbe() throws Exception {
        assertThat(only("def probe_x(server:\n").message()).contains("SyntaxError");
        assertThat(only("import nothing_of_that_name\n").message()).contains("ImportError", "nothing_of_that_name");
        assertThat(only("x = 1\n").message()).isEqualTo("it has no function probe_...(server)");
        Path absent = folder.resolve("absent.py");
        FakeConnections connections = new FakeConnections();
        ProbeResult result =
                new ProbeRun(absent, TARGET, LIMIT, () -> new JythonProbe(absent, TARGET, connections)).result();
        assertThat(result.cases()).extracting(ProbeCase::message).containsExactly("there is no such file");
        assertThat(result.cases()).extracting(ProbeCase::verdict).containsOnly(Verdict.ERROR);
    }

    @Test
    void givesValuesAsPythonHasThem() throws Exception {
        FakeConnections connections = new FakeConnections(
                1,
                9_007_199_254_740_993L,
                0.5,
                true,
                "\u00e9",
                new BigDecimal("1.50"),
                LocalDateTime.of(2024, 2, 29, 23, 59, 58, 123_456_000),
                LocalDate.of(2024, 2, 29),
                new byte[] {0, -1});
        ProbeResult result = run(
                """
                import datetime, decimal
                def probe_values(server):
                    row = server.connect().query("CELLS")[0]
                    server.expect(row, (1, 9007199254740993, 0.5, True, u"\\u00e9", decimal.Decimal("1.50"),
                        datetime.datetime(2024, 2, 29, 23, 59, 58, 123456), datetime.date(2024, 2, 29),
                        bytes(bytearray([0, 255]))))
                """,
                LIMIT,
                connections);
        assertThat(result.cases().get(0).message()).isEmpty();
    }

    @Test
    void takesParametersAsJdbcWantsThem() throws Exception {
        ProbeCase probeCase = only(
                """
                import datetime, decimal
                def probe_parameters(server):
                    row = server.connect().query("%s %% ?", 1, 2**40, u"x", None, decimal.Decimal("1.0"), True,
                        datetime.datetime(2024, 2, 29), datetime.date(2024, 2, 29), server.Binary(b"x"))[0]
                    print(row[0])
                    print(row[1])
                """);
        assertThat(probeCase.message()).isEmpty();
        assertThat(probeCase.output())
                .startsWith("? % ??\n")
                .contains("Integer 1; ", "1099511627776; String x; null; BigDecimal 1.0; Boolean true; ")
                .contains("LocalDateTime 2024-02-29T00:00; LocalDate 2024-02-29; byte[] ");
    }

    @Test
    void tellsTheCodeOfARefusal() throws Exception {
        List<ProbeCase> cases = cases(
                """
                def probe_code(server):
                    server.refused("42601", server.connect().query, "WRONG")
                def probe_login(server):
                    server.refused(["28P01", ""], server.connect, None, "wrong")
                def probe_other_code(server):
                    server.refused("42P01", server.connect().query, "WRONG")
                def probe_no_refusal(server):
                    server.refused("42P01", server.connect().query, "CELLS")
                """);
        assertThat(cases)
                .extracting(ProbeCase::message)
                .containsExactly(
                        "", "", "refused with 42601: syntax error (expected: 42P01)", "not refused (expected: 42P01)");
    }

    @Test
    void tellsTypesApart() throws Exception {
        assertThat(only("def probe_t(server):\n    server.expect([(1, True)], [(1, 1)])\n")
                        .message())
                .isEqualTo("found [(1, True)] (expected: [(1, 1)])");
        assertThat(only("def probe_t(server):\n    server.expect([(1, u'x')], [(2 ** 60 - 2 ** 60 + 1, 'x')])\n")
                        .verdict())
                .isEqualTo(Verdict.PASSED);
    }

    private void endsAtTheLimit(String body, String after) throws Exception {
        ProbeResult result = run(
                "import time\n"
                        + "def probe_first(server):\n"
                        + "    pass\n"
                        + "def probe_hangs(server):\n"
                        + "    print('about to hang')\n"
                        + body + "\ndef probe_last(server):\n    pass\n",
                Duration.ofSeconds(5),
                new FakeConnections());
        assertThat(result.cases())
                .extracting(ProbeCase::verdict)
                .containsExactly(Verdict.PASSED, Verdict.ERROR, Verdict.ERROR);
        assertThat(result.cases())
                .extracting(ProbeCase::message)
                .containsExactly(
                        "",
                        "not finished within the limit of 5 s" + after,
                        "not run: the case hangs was not finished within the limit of 5 s" + after);
        assertThat(result.cases().get(1).output()).isEqualTo("about to hang\n");
        assertThat(result.duration()).isLessThan(LIMIT);
    }

    @Test
    void endsALoop() throws Exception {
        endsAtTheLimit("    while True:\n        pass", "");
    }

    @Test
    void endsALoopThatCatchesEverything() throws Exception {
        endsAtTheLimit(
                """
                    while True:
                        try:
                            time.sleep(60)
                        except Exception:
                            pass
                """,
                "");
    }

    @Test
    void endsWhatWaitsForTheServer() throws Exception {
        endsAtTheLimit("    server.connect().query('HANG')", "");
    }

    @Test
    void saysThatAProbeCannotBeEnded() throws Exception {
        endsAtTheLimit(
                "    from io.heliosdb.probes.internal import Stubborn\n    Stubborn.holdOn()",
                ", and cannot be ended: its thread goes on");
        Stubborn.letGo();
    }

    @Test
    void keepsAProbeFromAnother() throws Exception {
        assertThat(only("import os\nos.mark = 1\nimport sys\nsys.mark = 1\ndef probe_x(server):\n    pass\n")
                        .verdict())
                .isEqualTo(Verdict.PASSED);
        assertThat(only("import sys\ndef probe_x(server):\n    assert not hasattr(sys, 'mark')\n")
                        .message())
                .isEmpty();
    }

    @Test
    void answersCallersOutsideOfTheContainer() throws Exception {
        Map<String, String> target = Map.of(
                "protocol",
                "postgresql",
                "host",
                "127.0.0.1",
                "port",
                "1",
                "user",
                "demo",
                "password",
                "demo",
                "database",
                "demo");
        JythonProbeRunner runner = new JythonProbeRunner();
        Map<String, Object> result =
                runner.run(file("def probe_x(server):\n    server.refused('08001', server.connect)\n"), target, LIMIT);
        assertThat(result.get("interpreter").toString()).startsWith("Jython");
        assertThat(result.get("cases").toString()).contains("id=some.py::x", "verdict=passed");
        assertThatThrownBy(() -> runner.run(file(""), Map.of(), LIMIT)).hasMessageContaining("the target has no");
        runner.deactivate();
    }

    @Test
    void talksInOctetsWhereNoDriverSpeaksTheProtocol() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerOnce(server));
            answering.start();
            ProbeTarget target = new ProbeTarget(
                    "acme",
                    server.getInetAddress().getHostAddress(),
                    server.getLocalPort(),
                    "demo",
                    "demo",
                    "demo",
                    Optional.empty());
            ProbeResult result = new JythonProbeRunner()
                    .run(
                            file(
                                    """
                                    def probe_octets(server):
                                        talk = server.talk()
                                        talk.send(bytes(bytearray([0, 255])))
                                        server.expect(talk.line(), b"two")
                                        server.expect(talk.read(2), bytes(bytearray([0, 255])))
                                        server.refused("", talk.read, 1)

                                    def probe_no_driver(server):
                                        server.refused("", server.connect)

                                    def probe_nobody_listens(server):
                                        server.refused("", server.talk)
                                    """),
                            target,
                            LIMIT);
            assertThat(result.cases()).extracting(ProbeCase::message).containsOnly("");
            answering.join();
        }
    }

    /** Two octets are answered by a line and themselves; then nobody listens any more. */
    private static void answerOnce(ServerSocket server) {
        try (Socket socket = server.accept()) {
            byte[] octets = socket.getInputStream().readNBytes(2);
            server.close();
            socket.getOutputStream().write("two\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
