package io.heliosdb.launcher.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.launcher.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Projects as they are written; NewProjectIT builds them. */
class ProjectTemplateTest {
    private static final Pattern WORD = Pattern.compile("@[A-Za-z]+@");
    private static final Map<String, String> OPTIONS = Map.of("port", "7100", "dialect", "mysql");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(ProjectTemplate.class)
    void everyWordIsFilledIn(ProjectTemplate template) throws Exception {
        template.write(folder, ProjectName.of("acme-wire", "org.acme.wire"), OPTIONS);
        for (Path file : files(folder)) {
            assertThat(file.toString()).doesNotContain("@");
            assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(WORD);
        }
        assertThat(folder.resolve("src/main/java/org/acme/wire/package-info.java"))
                .isRegularFile();
        assertThat(folder.resolve(".gitignore")).isRegularFile();
        assertThat(folder.resolve("mvnw")).isExecutable();
        assertThat(Files.readString(folder.resolve("pom.xml")))
                .contains("<groupId>org.acme</groupId>", "<artifactId>acme-wire</artifactId>");
    }

    @ParameterizedTest
    @EnumSource(ProjectTemplate.class)
    void theIndexListsEveryFile(ProjectTemplate template) throws Exception {
        Path sources = Path.of("src/main/templates", template.name().toLowerCase(Locale.ROOT));
        List<String> found = files(sources).stream()
                .map(file -> sources.relativize(file).toString())
                .filter(file -> !file.equals("index.txt"))
                .toList();
        assertThat(Files.readAllLines(sources.resolve("index.txt"))).containsExactlyElementsOf(found);
    }

    /** The example began as a project like these, and is built as they are. */
    @Test
    void theExampleIsBuiltAsProjectsAre() throws Exception {
        ProjectTemplate.PROTOCOL.write(folder, ProjectName.of("resp", null), OPTIONS);
        Path example = Path.of("../docs/examples/resp");
        for (String file : List.of("pom.xml", "bnd.bnd", "mvnw", "mvnw.cmd", ".mvn/wrapper/maven-wrapper.properties")) {
            assertThat(example.resolve(file)).hasSameTextualContentAs(folder.resolve(file));
        }
    }

    @Test
    void whatIsThereIsNotOverwritten() throws IOException, LaunchException {
        Files.writeString(folder.resolve("mine.txt"), "mine");
        ProjectName name = ProjectName.of("acme", null);
        assertThatThrownBy(() -> ProjectTemplate.AUTH.write(folder, name, Map.of()))
                .isInstanceOf(LaunchException.class)
                .hasMessage(folder + " is not empty; name another folder with --dir");
        assertThat(files(folder)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme      |                  | com.example.acme     | Acme     | ACME",
                "acme-wire |                  | com.example.acmewire | AcmeWire | ACME_WIRE",
                "r2        | org.acme.r2      | org.acme.r2          | R2       | R2",
            })
    void aNameHasItsForms(String name, String given, String javaPackage, String className, String constant)
            throws LaunchException {
        ProjectName project = ProjectName.of(name, given);
        assertThat(project.javaPackage()).isEqualTo(javaPackage);
        assertThat(project.className()).isEqualTo(className);
        assertThat(project.constant()).isEqualTo(constant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Acme   |                   | name: \"Acme\" (expected: lower-case letters",
                "1st    |                   | name: \"1st\" (expected: lower-case letters",
                "a--b   |                   | name: \"a--b\" (expected: lower-case letters",
                "a_b    |                   | name: \"a_b\" (expected: lower-case letters",
                "../x   |                   | name: \"../x\" (expected: lower-case letters",
                "acme   | acme              | package: \"acme\" (expected: a lower-case Java package",
                "acme   | com.Acme          | package: \"com.Acme\" (expected: a lower-case Java package",
                "acme   | com.new.acme      | package: \"com.new.acme\" (expected: a lower-case Java package",
                "new    |                   | package: \"com.example.new\" (expected: a lower-case Java package",
                "acme   | io.heliosdb.acme  | package: \"io.heliosdb.acme\" (expected: one of your own",
            })
    void anythingElseIsRefused(String name, String javaPackage, String message) {
        assertThatThrownBy(() -> ProjectName.of(name, javaPackage))
                .isInstanceOf(LaunchException.class)
                .hasMessageStartingWith(message);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted((one, other) -> one.toString().compareTo(other.toString()))
                    .toList();
        }
    }
}
