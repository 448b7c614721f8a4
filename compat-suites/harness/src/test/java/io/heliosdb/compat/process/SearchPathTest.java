package io.heliosdb.compat.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchPathTest {

    @TempDir
    private Path folder;

    @Test
    void findsTheFirstProgramThatCanBeRun() throws Exception {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Files.createFile(first.resolve("tool"));
        Path tool = Files.createFile(
                second.resolve("tool"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        assertThat(SearchPath.find("tool", first + "::" + second)).contains(tool);
        assertThat(SearchPath.find("no-such-tool", first + ":" + second)).isEmpty();
        assertThat(SearchPath.find("sh")).isPresent();
    }

    @Test
    void looksWhereServersLieToo() {
        assertThat(SearchPath.find("chroot", "/nowhere")).contains(Path.of("/usr/sbin/chroot"));
    }
}
