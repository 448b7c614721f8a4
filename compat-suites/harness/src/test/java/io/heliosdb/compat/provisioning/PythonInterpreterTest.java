package io.heliosdb.compat.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.compat.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonInterpreterTest {

    @TempDir
    private Path folder;

    /** A program that answers as a Python does. */
    private String program(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }

    @Test
    void takesTheFirstThatIsNewEnough() throws Exception {
        String shim = program("shim", "echo 'command not found' >&2; exit 127");
        String old = program("old", "echo python=3.10.13 /usr/bin/python3.10");
        String good = program("good", "echo python=3.12.1 /opt/python 3.12/bin/python3.12");
        String better = program("better", "echo python=3.13.0 /usr/bin/python3.13");

        PythonInterpreter python = PythonInterpreter.find(List.of("no-such-python", shim, old, good, better));

        assertThat(python).isEqualTo(new PythonInterpreter(Path.of("/opt/python 3.12/bin/python3.12"), "3.12.1"));
        assertThat(python.line()).isEqualTo("3.12");
    }

    @Test
    void saysWhatItFoundAndWhatToDo() throws Exception {
        String old = program("old", "echo python=3.10.13 /usr/bin/python3.10");

        assertThatThrownBy(() -> PythonInterpreter.find(List.of("no-such-python", old)))
                .isInstanceOf(LabException.class)
                .hasMessage("no Python 3.11 or newer (looked for no-such-python, " + old + "; " + old
                        + " is 3.10.13). Install one, on Debian: apt install python3 python3-venv; or name one with"
                        + " --python");
    }

    @Test
    void findsTheOneOfThisMachine() throws Exception {
        PythonInterpreter python = PythonInterpreter.find();

        assertThat(python.executable()).isExecutable();
        assertThat(python.version()).startsWith(python.line() + ".");
    }
}
