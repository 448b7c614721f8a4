package io.heliosdb.pg.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifficultHomesTest {

    @Test
    void aPathTooLongForASocketIsSaidAndHandled() throws Exception {
        try (TestHome home = TestHome.at("a".repeat(100)).initialise()) {
            List<String> progress = Collections.synchronizedList(new ArrayList<>());
            EmbeddedPostgresOptions options = EmbeddedPostgresOptions.builder(home.path())
                    .progress(progress::add)
                    .build();
            EmbeddedPostgres server = EmbeddedPostgres.start(options);
            try (server) {
                assertThat(server.socketDirectory())
                        .doesNotHaveToString(home.engine().resolve("socket").toString());
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.socketDirectory())))
                        .isEqualTo("rwx------");
                assertThat(TestHome.value(server, "SELECT 1")).isEqualTo("1");
                assertThat(progress)
                        .anyMatch(line -> line.contains("too long for a Unix socket")
                                && line.endsWith("using " + server.socketDirectory()));
            }
            assertThat(server.socketDirectory()).doesNotExist();
        }
    }

    @Test
    void aSocketDirectoryThatAKilledServerLeftElsewhereIsRemoved() throws Exception {
        try (TestHome home = TestHome.at("a".repeat(100)).initialise()) {
            Path left;
            try (ForkedServer killed = ForkedServer.start(home.path())) {
                String report = killed.await("progress the path of");
                left = Path.of(report.substring(report.lastIndexOf(' ') + 1));
                killed.await("running");
                killed.kill();
            }
            assertThat(left).isDirectory();
            try (EmbeddedPostgres server = EmbeddedPostgres.start(home.options())) {
                assertThat(server.socketDirectory()).isNotEqualTo(left);
            }
            assertThat(left).doesNotExist();
        }
    }

    @Test
    void blanksQuotesAndCommasInThePathDoNoHarm() throws Exception {
        try (TestHome home = TestHome.at("it's a \"home\", $(exit) \\ it is").borrowBinaries();
                EmbeddedPostgres server = EmbeddedPostgres.start(home.options())) {
            assertThat(TestHome.value(server, "SHOW data_directory"))
                    .isEqualTo(home.data().toString());
            assertThat(server.logFile()).startsWith(home.engine().resolve("log"));
        }
    }

    @Test
    void dataOfAnotherMajorVersionIsLeftAlone() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            Files.writeString(home.data().resolve("PG_VERSION"), "17\n");
            assertRefused(home, home.data() + " was made by PostgreSQL 17 and this build carries 18;");
        }
    }

    @Test
    void aVersionThatIsNoneIsNotRepeated() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            Files.writeString(home.data().resolve("PG_VERSION"), "a secret of somebody's");
            assertRefused(home, home.data().resolve("PG_VERSION") + " does not hold a version");
        }
    }

    @Test
    void aDirectoryThatIsNoClusterIsLeftAlone() throws Exception {
        try (TestHome home = TestHome.withBinaries()) {
            Path somebodysFile = Files.createDirectories(home.data()).resolve("somebodys-file");
            Files.createFile(somebodysFile);
            assertRefused(home, home.data() + " is not a PostgreSQL data directory");
            assertThat(somebodysFile).exists();
        }
    }

    @Test
    void anEmptyDataDirectoryIsFilled() throws Exception {
        try (TestHome home = TestHome.withBinaries()) {
            Files.createDirectories(home.data());
            try (EmbeddedPostgres server = EmbeddedPostgres.start(home.options())) {
                assertThat(TestHome.value(server, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void aHalfUnpackedDirectoryIsNeverUsed() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            Path halfUnpacked = home.engine().resolve("binaries/.unpacking-1/bin");
            Files.createDirectories(halfUnpacked);
            Path halfMade = Files.createDirectories(home.engine().resolve("data.initialising-1/base"));
            try (EmbeddedPostgres server = EmbeddedPostgres.start(home.options())) {
                assertThat(TestHome.value(server, "SELECT 1")).isEqualTo("1");
            }
            assertThat(halfUnpacked).doesNotExist();
            assertThat(halfMade).doesNotExist();
        }
    }

    @Test
    void binariesThatAreNotWholeAreUnpackedAgain() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            try (DirectoryStream<Path> borrowed =
                    Files.newDirectoryStream(home.engine().resolve("binaries"))) {
                for (Path binaries : borrowed) {
                    Files.delete(binaries);
                    Files.createDirectory(binaries);
                }
            }
            try (EmbeddedPostgres server = EmbeddedPostgres.start(home.options())) {
                assertThat(TestHome.value(server, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void aFileInPlaceOfTheHomeIsSaid() throws Exception {
        try (TestHome home = TestHome.fresh()) {
            Files.createFile(home.path());
            assertRefused(home, "the embedded PostgreSQL cannot be started in home " + home.path() + ": ");
        }
    }

    private static void assertRefused(TestHome home, String reason) throws IOException {
        assertThatThrownBy(() -> EmbeddedPostgres.start(home.options()))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining(reason)
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n");
    }
}
