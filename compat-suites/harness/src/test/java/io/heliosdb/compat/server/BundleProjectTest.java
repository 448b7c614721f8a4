package io.heliosdb.compat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.compat.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project whose Maven, and a server whose program, are scripts. */
class BundleProjectTest {
    /** {@code mvnw -f DIR/pom.xml … package}: the jar is what the program has put there. */
    private static final String MAVEN =
            """
            #!/bin/sh
            here=$(dirname "$2")
            mkdir "$here/target" && cat "$here/repository/contracts" "$here/src/Some.java" > "$here/target/some-1.0.0.jar"
            """;

    /** {@code program new repository --dir DIR}. */
    private static final String PROGRAM =
            """
            #!/bin/sh
            test "$1 $2 $3" = "new repository --dir" || exit 3
            mkdir "$4/repository" && echo contracts > "$4/repository/contracts"
            """;

    @TempDir
    private Path folder;

    private Path sources;

    @BeforeEach
    void makeProject() throws IOException {
        sources = Files.createDirectories(folder.resolve("some"));
        Files.createDirectories(sources.resolve("src"));
        Files.writeString(sources.resolve("src/Some.java"), "source\n");
        Files.createDirectories(sources.resolve("target"));
        Files.writeString(sources.resolve("target/old-1.0.0.jar"), "old");
        script(sources.resolve("mvnw"), MAVEN);
        script(folder.resolve("program"), PROGRAM);
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private BundleProject project(String... server) {
        return new BundleProject(sources, folder.resolve("cache"), List.of(server));
    }

    @Test
    void isBuiltInACopyAgainstTheServersContracts() throws Exception {
        BundleProject project = project(folder.resolve("program").toString(), "serve", "--demo");
        for (int round = 0; round < 2; round++) {
            assertThat(project.build()).hasFileName("some-1.0.0.jar").hasContent("contracts\nsource\n");
        }
        assertThat(sources.resolve("repository")).doesNotExist();
        assertThat(sources.resolve("target")).isDirectoryNotContaining("glob:**/some-1.0.0.jar");
    }

    @Test
    void aBuildThatFailsIsShown() throws IOException {
        script(sources.resolve("mvnw"), "#!/bin/sh\necho no compiler; exit 7\n");
        BundleProject project = project(folder.resolve("program").toString(), "serve");
        assertThatThrownBy(project::build)
                .isInstanceOf(LabException.class)
                .hasMessage("cannot build " + sources + ", exit 7:\nno compiler");
    }

    @Test
    void aBuildWithoutAJarIsAFailure() throws IOException {
        script(sources.resolve("mvnw"), "#!/bin/sh\nmkdir $(dirname \"$2\")/target\n");
        BundleProject project = project(folder.resolve("program").toString(), "serve");
        assertThatThrownBy(project::build).hasMessage("the build of " + sources + " made no jar");
    }

    @Test
    void theServersProgramHasToBeKnown() {
        assertThatThrownBy(project("another-server")::build).hasMessageContaining("cannot build");
    }
}
