package io.heliosdb.compat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerAccountTest {

    @TempDir
    private Path folder;

    @Test
    void leavesEverythingAsItIsWhereItIsOurs() throws Exception {
        Object owner = Files.getAttribute(folder, "unix:uid");
        ServerAccount.ours().own(folder);

        assertThat(ServerAccount.ours().command(List.of("server", "-x"))).containsExactly("server", "-x");
        assertThat(Files.getAttribute(folder, "unix:uid")).isEqualTo(owner);
    }

    @Test
    void dropsEveryRight() {
        assertThat(ServerAccount.of(new ServerAccount.Ids("7", "8")).command(List.of("server")))
                .containsExactly(
                        "setpriv", "--reuid", "7", "--regid", "8", "--clear-groups", "--no-new-privs", "--", "server");
    }

    @Test
    void ownsAFolderWithAllThatIsInIt() throws Exception {
        assumeThat(Files.getAttribute(folder, "unix:uid"))
                .as("the user who runs the tests")
                .isEqualTo(0);
        Path outside = Files.createFile(folder.resolve("outside"));
        Path inside = Files.createDirectories(folder.resolve("home/data"));
        Path link = Files.createSymbolicLink(inside.resolve("link"), outside);

        ServerAccount.of(new ServerAccount.Ids("61000", "61001")).own(folder.resolve("home"));

        for (Path owned : List.of(folder.resolve("home"), inside, link)) {
            assertThat(Files.getAttribute(owned, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                    .isEqualTo(61000);
            assertThat(Files.getAttribute(owned, "unix:gid", LinkOption.NOFOLLOW_LINKS))
                    .isEqualTo(61001);
        }
        assertThat(Files.getAttribute(outside, "unix:uid"))
                .as("what a link points to")
                .isEqualTo(0);
    }
}
