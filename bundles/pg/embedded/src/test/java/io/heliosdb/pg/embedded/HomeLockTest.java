package io.heliosdb.pg.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {

    @TempDir
    private Path directory;

    @Test
    void makesTheHomeAndNamesItsHolder() throws Exception {
        Path home = directory.resolve("a/b");
        try (HomeLock lock = HomeLock.acquire(home)) {
            assertThat(lock.home()).isEqualTo(home);
            assertThat(home.resolve("lock"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void isHeldOnceInAProcessHoweverTheHomeIsNamed() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        try (HomeLock lock = HomeLock.acquire(directory)) {
            for (Path name : new Path[] {lock.home(), link, directory.resolve("."), directory}) {
                assertThatThrownBy(() -> HomeLock.acquire(name))
                        .isInstanceOf(EmbeddedPostgresException.class)
                        .hasMessageContaining("is in use by this process");
            }
        }
    }

    @Test
    void aRefusedAttemptLeavesTheLockToItsHolder() throws Exception {
        try (TestHome home = TestHome.fresh();
                HomeLock lock = HomeLock.acquire(home.path())) {
            assertThatThrownBy(() -> HomeLock.acquire(lock.home())).isInstanceOf(EmbeddedPostgresException.class);
            try (ForkedServer other = ForkedServer.start(home.path())) {
                assertThat(other.await("refused"))
                        .contains("is in use by process "
                                + ProcessHandle.current().pid());
            }
        }
    }

    @Test
    void isFreeAfterItWasClosedHoweverOften() throws Exception {
        HomeLock first = HomeLock.acquire(directory);
        first.close();
        try (HomeLock second = HomeLock.acquire(directory)) {
            first.close();
            assertThatThrownBy(() -> HomeLock.acquire(second.home())).isInstanceOf(EmbeddedPostgresException.class);
        }
        HomeLock.acquire(directory).close();
    }

    @Test
    void saysThatTheHomeIsNoDirectory() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> HomeLock.acquire(file))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageStartingWith("home " + file + " cannot be made or entered");
    }

    @Test
    void saysThatTheLockFileCannotBeWritten() throws Exception {
        Files.createDirectory(directory.resolve("lock"));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> HomeLock.acquire(directory))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageStartingWith("home " + directory + " cannot be locked");
        }
    }
}
