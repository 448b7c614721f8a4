package io.heliosdb.compat.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {

    private static Command.Result shell(String script, Duration limit) throws Exception {
        return Command.run(List.of("/bin/sh", "-c", script), Map.of("PATH", System.getenv("PATH")), limit);
    }

    @Test
    void keepsStatusAndOutput() throws Exception {
        Command.Result result = shell("echo one; echo two >&2; exit 7", Duration.ofMinutes(1));

        assertThat(result).isEqualTo(new Command.Result(7, "one\ntwo\n"));
        assertThat(result.succeeded()).isFalse();
    }

    @Test
    void endsAProgramThatTakesTooLong() throws Exception {
        Command.Result result = shell("echo begun; sleep 600", Duration.ofSeconds(1));

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).isEqualTo("begun\n\nstill busy after 1 s");
    }

    @Test
    void quotesTheEndOfALongOutput() throws Exception {
        Command.Result result = shell("for i in $(seq 100); do echo line $i; echo; done", Duration.ofMinutes(1));

        assertThat(result.tail()).startsWith("line 89\n").endsWith("\nline 100");
    }

    @Test
    void givesAnUnknownProgramAsAFailure() throws Exception {
        Command.Result result =
                Command.run(List.of("no-such-program"), Map.of("PATH", "/usr/bin:/bin"), Duration.ofMinutes(1));

        assertThat(result.succeeded()).isFalse();
    }

    @Test
    void keepsForeignSettingsFromTheChildren() {
        Map<String, String> environment = ChildEnvironment.clean(Map.of(
                "PATH", "/bin",
                "PGHOST", "elsewhere",
                "MYSQL_TCP_PORT", "1",
                "PYTHONPATH", "/elsewhere",
                "PYTEST_ADDOPTS", "-x",
                "COMPAT_PORT", "1",
                "VIRTUAL_ENV", "/elsewhere"));

        assertThat(environment).containsOnly(Map.entry("PATH", "/bin"));
        assertThat(ChildEnvironment.forPython(Path.of("/cache")))
                .containsEntry("PYTHONPYCACHEPREFIX", "/cache/pycache")
                .containsEntry("SSL_CERT_FILE", "/dev/null")
                .doesNotContainKeys("PYTHONPATH", "PGHOST");
    }
}
