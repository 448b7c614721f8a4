package io.heliosdb.pg.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who PostgreSQL runs as, on Linux. Each test says whether it is about a server that root started or somebody else. */
class EngineAccountTest {

    private static final Path PROC = Path.of("/proc");

    private static boolean isRoot() throws IOException {
        return uid(PROC.resolve("self").toRealPath()) == 0;
    }

    private static int uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static Map<String, String> status(long pid) throws IOException {
        return Files.readAllLines(PROC.resolve(Long.toString(pid)).resolve("status")).stream()
                .map(line -> line.split(":\\s*", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
    }

    @Test
    void rootsEngineHasAUserIdOfItsOwnAndNoPrivileges() throws Exception {
        assumeThat(isRoot()).as("started by root").isTrue();
        try (TestHome home = TestHome.initialised();
                EmbeddedPostgres server = EmbeddedPostgres.start(home.options())) {
            Map<String, String> status = status(server.pid());
            int uid = uid(home.data());
            assertThat(uid).isNotZero();
            String ids = String.join("\t", List.of("" + uid, "" + uid, "" + uid, "" + uid));
            assertThat(status)
                    .containsEntry("Uid", ids)
                    .containsEntry("Gid", ids)
                    .containsEntry("NoNewPrivs", "1")
                    .containsEntry("CapEff", "0000000000000000");
            assertThat(status.get("Groups").strip()).isEmpty();
            assertThat(Files.getOwner(home.data()).getName())
                    .as("no account of the machine has this id")
                    .isEqualTo(Integer.toString(uid));
            for (String shared : List.of("binaries", "configuration", "configuration/postgresql.conf")) {
                assertThat(uid(home.engine().resolve(shared))).as(shared).isZero();
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.socketDirectory())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aRestoredHomeOfRootsIsGivenToTheEngine() throws Exception {
        assumeThat(isRoot()).as("started by root").isTrue();
        try (TestHome home = TestHome.initialised()) {
            run("chown", "-R", "0:0", home.engine().toString());
            try (EmbeddedPostgres server = EmbeddedPostgres.start(home.options())) {
                assertThat(TestHome.value(server, "SELECT 1")).isEqualTo("1");
                assertThat(uid(home.data())).isNotZero();
            }
        }
    }

    @Test
    void aHomeKeepsTheAccountThatItHas() throws Exception {
        assumeThat(isRoot()).as("started by root").isTrue();
        try (TestHome home = TestHome.initialised()) {
            run(
                    "chown",
                    "-R",
                    "61000:61001",
                    home.data().toString(),
                    home.engine().toString());
            try (EmbeddedPostgres server = EmbeddedPostgres.start(home.options())) {
                assertThat(status(server.pid()))
                        .containsEntry("Uid", "61000\t61000\t61000\t61000")
                        .containsEntry("Gid", "61001\t61001\t61001\t61001");
            }
        }
    }

    @Test
    void aHomeThatTheEngineCannotEnterIsNamedWithTheRemedy() throws Exception {
        assumeThat(isRoot()).as("started by root").isTrue();
        try (TestHome home = TestHome.at("closed/home")) {
            Path closed = Files.createDirectory(home.path().getParent());
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
            assertThatThrownBy(() -> EmbeddedPostgres.start(home.options()))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("cannot enter " + closed + ";")
                    .hasMessageEndingWith("chmod o+x " + closed);
        }
    }

    @Test
    void anybodyElsesEngineRunsUnderTheirOwnAccount() throws Exception {
        assumeThat(isRoot()).as("started by root").isFalse();
        try (TestHome home = TestHome.initialised();
                EmbeddedPostgres server = EmbeddedPostgres.start(home.options())) {
            int uid = uid(PROC.resolve("self").toRealPath());
            assertThat(uid(PROC.resolve(Long.toString(server.pid())))).isEqualTo(uid);
            assertThat(uid(home.data())).isEqualTo(uid);
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
