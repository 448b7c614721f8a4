package io.heliosdb.mutations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deploys new versions of the program's bundles that have one fault each: the probes keep them all from serving, and let
 * the same version without a fault serve. {@code faults.txt} says which.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultyVersionIT {
    private record Line(boolean few, String bundle, Mutation fault) {
        static Line of(String text) {
            String[] columns = text.substring(1).strip().split("\\s+");
            return new Line(text.startsWith("+"), columns[0], Mutation.of(columns[1]));
        }
    }

    private static final String WITHOUT_FAULT = "98.0.0";
    private static final String WITH_FAULT = "99.0.0";

    @TempDir
    Path folder;

    private PackedServer server;

    @BeforeAll
    void start() throws Exception {
        server = PackedServer.start(Map.of());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> theProbesRefuse() throws IOException {
        boolean few = !System.getProperty("heliosdb.mutations").equals("all");
        List<Line> lines = lines().stream().filter(line -> !few || line.few).toList();
        return Stream.concat(
                lines.stream()
                        .map(line -> dynamicTest(
                                line.bundle + " where " + line.fault.effect(),
                                () -> isRefused(line.bundle, line.fault))),
                lines.stream()
                        .map(Line::bundle)
                        .distinct()
                        .map(bundle -> dynamicTest(bundle + " where nothing is wrong: not", () -> serves(bundle))));
    }

    private static List<Line> lines() throws IOException {
        try (InputStream file = FaultyVersionIT.class.getResourceAsStream("faults.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Line::of)
                    .toList();
        }
    }

    private void isRefused(String bundle, Mutation fault) throws Exception {
        int before = server.log().length();
        PackedServer.Said said = install(bundle, WITH_FAULT, fault);
        assertThat(said.text()).contains("probe ");
        assertThat(said.status()).isEqualTo(1);
        assertThat(server.log().substring(before)).doesNotContain(bundle + " " + WITH_FAULT + " serves");
    }

    private void serves(String bundle) throws Exception {
        PackedServer.Said said = install(bundle, WITHOUT_FAULT, Mutation.NONE);
        assertThat(said.status()).as(said.text()).isZero();
        server.awaitLog(bundle + " " + WITHOUT_FAULT + " serves");
    }

    private PackedServer.Said install(String bundle, String version, Mutation fault) throws Exception {
        Path jar = folder.resolve(bundle + ".jar");
        Files.deleteIfExists(jar);
        new VersionJar(PackedServer.program(), bundle).write(version, Optional.of(fault), jar);
        return server.command("bundle", "install", jar.toString());
    }
}
