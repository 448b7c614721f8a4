package io.heliosdb.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command at the top of the repository, with a build and a Java that only say that they were called. */
class CommandScriptTest {
    private final Instant before = Instant.now().minus(Duration.ofHours(1));
    private final Instant later = Instant.now().plus(Duration.ofHours(1));

    /** The build's output, which is newer than its sources. */
    private static final String BUILD =
            "#!/bin/sh\nmkdir -p launcher/target\ntouch launcher/target/heliosdb.jar\necho built\n";

    private static final String JAVA =
            "#!/bin/sh\nif [ \"$1\" = -version ]; then echo 'openjdk version \"17.0.1\"' >&2; else echo \"$@\"; fi\n";

    @TempDir
    private Path root;

    @BeforeEach
    void makeRepository() throws IOException {
        Path script = root.resolve("heliosdb");
        Files.copy(Path.of("../heliosdb"), script);
        executable(script);
        executable(file("mvnw", BUILD));
        executable(file("jdk/bin/java", JAVA));
        executable(file("jdk/bin/javac", ""));
        for (String source : List.of(
                "pom.xml",
                "bnd.bnd",
                "bundles/core/spi/src/main/java/A.java",
                "compat-suites/harness/pom.xml",
                "compat-suites/python/postgresql/psycopg2/test_a.py",
                "launcher/pom.xml",
                "reports/pom.xml")) {
            file(source, "");
        }
    }

    private Path file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(before));
        return file;
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs the command; whether it built, which it tells on its standard error. */
    private boolean builds() throws Exception {
        ProcessBuilder command = new ProcessBuilder(root.resolve("heliosdb").toString(), "serve", "--demo");
        command.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        command.environment().remove("HELIOSDB_JAVA_OPTIONS");
        Path errors = root.resolve("errors");
        Process process = command.redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        assertThat(output)
                .isEqualTo("-XX:CompileThresholdScaling=4 -jar "
                        + root.toRealPath().resolve("launcher/target/heliosdb.jar serve --demo\n"));
        return Files.readString(errors).contains("built\n");
    }

    @Test
    void buildsWhatWasNeverBuiltAndOnlyOnce() throws Exception {
        assertThat(builds()).isTrue();
        assertThat(builds()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pom.xml",
                "bnd.bnd",
                "bundles/core/spi/src/main/java/A.java",
                "bundles/core/spi/src/main/java/New.java",
                "compat-suites/harness/src/main/java/A.java",
                "launcher/src/assembly/bundles.xml",
                "launcher/src/main/resources/io/heliosdb/launcher/home/etc/log.cfg",
                "reports/src/main/resources/page.html"
            })
    void buildsWhenASourceOfTheJarChanged(String source) throws Exception {
        assertThat(builds()).isTrue();
        Files.setLastModifiedTime(file(source, "changed"), FileTime.from(later));
        assertThat(builds()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/architecture.md",
                "bundles/core/spi/README.md",
                "bundles/core/spi/src/test/java/ATest.java",
                "bundles/core/spi/target/classes/A.class",
                "compat-suites/bench/serving.py",
                "compat-suites/python/known-gaps.yaml",
                "compat-suites/python/postgresql/psycopg2/test_a.py",
                "launcher/src/distribution/bin/heliosdb"
            })
    void doesNotBuildForWhatIsNotInTheJar(String file) throws Exception {
        assertThat(builds()).isTrue();
        Files.setLastModifiedTime(file(file, "changed"), FileTime.from(later));
        assertThat(builds()).isFalse();
    }
}
