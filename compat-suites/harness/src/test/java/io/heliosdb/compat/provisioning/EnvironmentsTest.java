package io.heliosdb.compat.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.Progress;
import io.heliosdb.compat.RecordingProgress;
import io.heliosdb.compat.TestSuites;
import io.heliosdb.compat.process.ChildEnvironment;
import io.heliosdb.compat.process.Command;
import io.heliosdb.reports.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentsTest {

    private static final PythonInterpreter PYTHON = new PythonInterpreter(Path.of("/usr/bin/python3"), "3.11.2");

    @TempDir
    private Path folder;

    private final RecordingProgress progress = new RecordingProgress();
    private final FakeInstaller fast = new FakeInstaller("fast");
    private final FakeInstaller slow = new FakeInstaller("slow");
    private Path lock;

    @BeforeEach
    void writeLock() throws IOException {
        lock = Files.writeString(folder.resolve("lock.txt"), "driver==1.0 --hash=sha256:0\n");
    }

    /** Makes an interpreter that is none, or fails. */
    private static final class FakeInstaller implements Installer {

        private final String name;
        private final List<Path> installed = new ArrayList<>();
        private String failure;

        private FakeInstaller(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Command.Result install(PythonInterpreter python, Path environment, Path lockFile) throws IOException {
            installed.add(environment);
            if (failure != null) {
                return new Command.Result(1, failure);
            }
            Path interpreter = environment.resolve("bin").resolve("python");
            Files.createDirectories(interpreter.getParent());
            Files.writeString(interpreter, "#!/bin/sh\n");
            Files.setPosixFilePermissions(interpreter, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new Command.Result(0, "");
        }
    }

    private Environments environments(PythonInterpreter python) {
        return new Environments(folder, python, progress, List.of(fast, slow));
    }

    private Path provide() throws InterruptedException {
        return environments(PYTHON).provide("driver@1.0", lock);
    }

    @Test
    void makesAnEnvironmentOnce() throws Exception {
        Path python = provide();

        assertThat(python).isEqualTo(folder.resolve("environments/driver@1.0-py3.11/bin/python"));
        assertThat(provide()).isEqualTo(python);
        assertThat(fast.installed).hasSize(1);
        assertThat(progress.lines()).singleElement().asString().startsWith("driver@1.0: installed with fast in ");
    }

    @Test
    void makesItAnewWhenTheLockFileChanges() throws Exception {
        provide();
        Files.writeString(lock, "driver==1.0 --hash=sha256:1\n");
        provide();

        assertThat(fast.installed).hasSize(2);
    }

    @Test
    void makesItAnewWhenTheInterpreterChangesOrIsGone() throws Exception {
        Path python = provide();
        environments(new PythonInterpreter(PYTHON.executable(), "3.11.9")).provide("driver@1.0", lock);
        assertThat(fast.installed).hasSize(2);

        Files.delete(python);
        environments(new PythonInterpreter(PYTHON.executable(), "3.11.9")).provide("driver@1.0", lock);
        assertThat(fast.installed).hasSize(3);
    }

    @Test
    void triesTheSlowInstallerWhenTheFastOneFails() throws Exception {
        fast.failure = "no route to host";

        assertThat(provide()).isExecutable();
        assertThat(slow.installed).hasSize(1);
        assertThat(progress.lines()).singleElement().asString().startsWith("driver@1.0: installed with slow in ");
    }

    @Test
    void saysWhatEachInstallerSaidWhenAllFail() throws Exception {
        provide();
        Files.writeString(lock, "driver==1.0 --hash=sha256:2\n");
        fast.failure = "no route to host";
        slow.failure = "hashes do not match";

        assertThatThrownBy(this::provide)
                .isInstanceOf(LabException.class)
                .hasMessage("cannot install driver@1.0 from " + lock + "\nfast ended with exit 1:\nno route to host\n"
                        + "slow ended with exit 1:\nhashes do not match");
        fast.failure = null;
        provide();
        assertThat(fast.installed)
                .as("a failed installation is not taken for a good one")
                .hasSize(3);
    }

    @Test
    void saysThatTheLockFileIsMissing() {
        assertThatThrownBy(() -> environments(PYTHON).provide("driver@1.0", folder.resolve("none.txt")))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("cannot make the environment of driver@1.0")
                .hasMessageContaining("none.txt");
    }

    @Test
    void installsForRealWithUv() throws Exception {
        TestSuites.in(folder);
        Path python = TestSuites.python(folder);

        Command.Result result = Command.run(
                List.of(python.toString(), "-m", "pytest", "--version"),
                ChildEnvironment.clean(),
                Duration.ofMinutes(1));

        assertThat(result.output()).startsWith("pytest 9.2.0");
        assertThat(Uv.find(TestSuites.CACHE, TestSuites.environments().python(), Progress.SILENT))
                .isPresent();
    }

    @Test
    void installsForRealWithPip() throws Exception {
        TestSuites.in(folder);
        PythonInterpreter python = TestSuites.environments().python();

        Path interpreter = new Environments(fresh("pip"), python, progress, List.of(new Pip()))
                .provide("pytest@9.2.0", folder.resolve("requirements/pytest.txt"));

        Command.Result result = Command.run(
                List.of(interpreter.toString(), "-c", "import pytest; print(pytest.__version__)"),
                ChildEnvironment.clean(),
                Duration.ofMinutes(1));
        assertThat(result.output()).isEqualTo("9.2.0\n");
    }

    @Test
    void refusesAPackageWhoseHashIsAnother() throws Exception {
        TestSuites.in(folder);
        Path requirements = folder.resolve("requirements/pytest.txt");
        Files.writeString(requirements, Files.readString(requirements).replaceAll("sha256:....", "sha256:0000"));

        Environments real =
                new Environments(fresh("refused"), TestSuites.environments().python(), progress, List.of(uv()));

        assertThatThrownBy(() -> real.provide("pytest@9.2.0", requirements))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("uv ended with exit 1")
                .hasMessageContainingAll("ash", "pytest@9.2.0");
    }

    /** Not a temporary folder: JUnit warns of each link to the interpreter that it finds there. */
    private static Path fresh(String name) throws IOException {
        Path cache = TestSuites.CACHE.resolve(name);
        Trees.delete(cache);
        return cache;
    }

    private static Uv uv() throws Exception {
        return Uv.find(TestSuites.CACHE, TestSuites.environments().python(), Progress.SILENT)
                .orElseThrow();
    }

    @Test
    void handsTheSettingsOfPipToUv() {
        Map<String, String> variables = Uv.variables(Map.of("PIP_INDEX_URL", "https://index.example/simple"), folder);

        assertThat(variables)
                .containsEntry("UV_DEFAULT_INDEX", "https://index.example/simple")
                .containsEntry("UV_PYTHON_DOWNLOADS", "never")
                .containsKey("UV_CACHE_DIR");
    }
}
