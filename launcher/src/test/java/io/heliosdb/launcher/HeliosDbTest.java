package io.heliosdb.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HeliosDbTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = HeliosDb.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @Test
    void tellsItsVersionAndJava() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString())
                .startsWith("heliosdb " + Packaged.version())
                .contains("Java " + Runtime.version().feature());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "conform",
                "gate",
                "user",
                "bundle",
                "connection",
                "top",
                "trace",
                "translate",
                "probe",
                "new",
                "doctor"
            })
    void everyCommandShowsExamplesAndExitCodes(String command) {
        assertThat(run("help", command)).isZero();
        assertThat(out.toString()).contains("Examples:", "  heliosdb " + command, "Exit codes:", "\n  2   ");
    }

    /** So that it can be copied. */
    @Test
    void everyExampleStandsOnOneLine() {
        assertThat(commands(HeliosDb.commandLine())).hasSizeGreaterThan(20).allSatisfy(command -> {
            List<String> examples = Stream.of(
                            command.getCommandSpec().usageMessage().footer())
                    .filter(line -> line.startsWith("  heliosdb "))
                    .toList();
            assertThat(command.getUsageMessage().lines()).containsAll(examples);
        });
    }

    private static Stream<CommandLine> commands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HeliosDbTest::commands));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port 0                   | --port 0 (expected: 1 to 65535; for a free port use --ephemeral)",
                "--port 65536               | --port 65536 (expected: 1 to 65535; for a free port use --ephemeral)",
                "--port x                   | Invalid value for option '--port': 'x' is not an int",
                "--port 5430 --ephemeral    | --port and --ephemeral exclude each other",
                "--demo --bind 192.0.2.1    | --demo has a password that everybody knows and serves on loopback only",
                "--bind not.an.address.invalid | --bind not.an.address.invalid (expected: an address of this machine)",
                "--prot 1                   | Unknown options: '--prot', '1'",
            })
    void aWrongCommandLineIsExitCodeTwo(String arguments, String message) {
        assertThat(run(("serve " + arguments.strip()).split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "auth", "dialect", "repository"})
    void everyKindOfProjectShowsExamples(String kind) {
        assertThat(run("new", kind, "--help")).isZero();
        assertThat(out.toString()).contains("Examples:", "  heliosdb new " + kind);
    }

    @Test
    void aProjectHasAKind() {
        assertThat(run("new")).isEqualTo(2);
        assertThat(err.toString()).contains("Which kind? protocol, auth, dialect or repository");
    }

    @Test
    void aProtocolHasAPort() {
        assertThat(run("new", "protocol", "acme", "--port", "65536")).isEqualTo(2);
        assertThat(err.toString()).contains("--port 65536 (expected: 1 to 65535)");
    }

    @Test
    void withoutACommandIsExitCodeTwo() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required subcommand");
    }
}
