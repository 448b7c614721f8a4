package io.heliosdb.compat.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.RecordingProgress;
import io.heliosdb.compat.TestSuites;
import io.heliosdb.compat.matrix.SourcePackage;
import io.heliosdb.compat.process.ChildEnvironment;
import io.heliosdb.compat.process.Command;
import io.heliosdb.reports.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches a package that a folder offers, with the real pip, which is told that there is no index. */
class SourcePackagesTest {

    /** A package whose build says that it was run. */
    private static final String MAKE =
            """
            import io, sys, tarfile
            def add(name, text):
                entry = tarfile.TarInfo(sys.argv[3] + name)
                entry.size = len(text)
                archive.addfile(entry, io.BytesIO(text.encode()))
            with tarfile.open(sys.argv[1], "w:gz") as archive:
                add("PKG-INFO", "Metadata-Version: 2.1\\nName: fake-driver\\nVersion: 1.0\\n")
                add("setup.py", f"open({sys.argv[2]!r}, 'w')\\n")
                add("tests/test_a.py", "def test_a(): pass\\n")
            """;

    @TempDir
    private Path folder;

    private final RecordingProgress progress = new RecordingProgress();
    private Path archive;

    @BeforeEach
    void makePackage() throws Exception {
        archive = make("fake_driver-1.0/");
    }

    private Path make(String top) throws IOException, InterruptedException {
        Path made = Files.createDirectories(folder.resolve("offer")).resolve("fake_driver-1.0.tar.gz");
        Command.Result result = Command.run(
                List.of(
                        TestSuites.interpreter(),
                        "-c",
                        MAKE,
                        made.toString(),
                        folder.resolve("was run").toString(),
                        top),
                ChildEnvironment.clean(),
                Duration.ofMinutes(1));
        assertThat(result.output()).isEmpty();
        return made;
    }

    private SourcePackage source() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive));
        return new SourcePackage.Distribution(
                "fake-driver", "1.0", HexFormat.of().formatHex(digest));
    }

    private SourcePackages packages() throws InterruptedException {
        Map<String, String> variables = new TreeMap<>(ChildEnvironment.clean());
        variables.put("PIP_NO_INDEX", "1");
        variables.put("PIP_FIND_LINKS", folder.resolve("offer").toString());
        // The environment with pip is kept from test to test; what is fetched is not.
        Path cache = TestSuites.CACHE.resolve("sources-test");
        return new SourcePackages(cache, TestSuites.environments().python(), progress, variables);
    }

    @Test
    void fetchesAndUnpacksOnceAndRunsNothingOfIt() throws Exception {
        SourcePackage source = source();

        Path sources = packages().provide(source);

        assertThat(sources).isEqualTo(SourcePackages.folder(TestSuites.CACHE.resolve("sources-test"), source));
        assertThat(sources.resolve("tests/test_a.py")).hasContent("def test_a(): pass");
        assertThat(folder.resolve("was run")).doesNotExist();
        assertThat(progress.lines()).containsExactly("fake-driver-1.0: sources fetched");
        Files.delete(archive);
        assertThat(packages().provide(source)).isEqualTo(sources);
        Trees.delete(sources);
    }

    @Test
    void refusesAnotherPackageThanTheMatrixSays() throws Exception {
        SourcePackage other = new SourcePackage.Distribution("fake-driver", "1.0", "0f".repeat(32));

        assertThatThrownBy(() -> packages().provide(other))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("cannot fetch the sources of fake-driver-1.0:")
                .hasMessageContaining("0f".repeat(32));
        assertThat(SourcePackages.folder(TestSuites.CACHE.resolve("sources-test"), other))
                .doesNotExist();
    }

    @Test
    void refusesNamesThatLeadOutOfTheFolder() throws Exception {
        archive = make("../");
        SourcePackage source = source();

        assertThatThrownBy(() -> packages().provide(source)).isInstanceOf(LabException.class);
        assertThat(SourcePackages.folder(TestSuites.CACHE.resolve("sources-test"), source))
                .doesNotExist();
    }

    @Test
    void namesAnArchiveOfDebianWithoutItsEnding() {
        assertThat(new SourcePackage.DebianArchive("pool/main/p/python-a/python-a_1.1.orig.tar.xz", "0").name())
                .isEqualTo("python-a_1.1");
    }
}
