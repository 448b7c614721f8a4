package io.heliosdb.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void makesAndReplaces() throws IOException {
        Path file = folder.resolve("key");
        AtomicFile.write(file, new byte[] {1, 2}, FileMode.PRIVATE_FILE);
        assertThat(file).hasBinaryContent(new byte[] {1, 2});
        assertThat(mode(file)).isEqualTo("rw-------");
        AtomicFile.write(file, new byte[] {3}, FileMode.PUBLIC_FILE);
        assertThat(file).hasBinaryContent(new byte[] {3});
        assertThat(mode(file)).isEqualTo("rw-r--r--");
        assertThat(folder).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void leavesNothingBehindWhereItCannotBeReplaced() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("key/inside")).getParent();
        assertThatThrownBy(() -> AtomicFile.write(taken, new byte[1], FileMode.PRIVATE_FILE))
                .isInstanceOf(IOException.class);
        assertThat(taken).isDirectoryContaining("glob:**inside");
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("no/key"), new byte[1], FileMode.PRIVATE_FILE))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void readersSeeOneContentOrTheOther() throws IOException {
        Path file = folder.resolve("users");
        AtomicFile.write(file, new byte[1000], FileMode.PRIVATE_FILE);
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 100; i++) {
                    AtomicFile.write(file, new byte[i % 2 == 0 ? 2000 : 1000], FileMode.PRIVATE_FILE);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } finally {
                ended.set(true);
            }
        });
        do {
            assertThat(Files.readAllBytes(file).length).isIn(1000, 2000);
        } while (!ended.get());
        assertThat(writer).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void whatRootWritesBelongsToTheFoldersOwner() throws IOException {
        UserPrincipal nobody =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        assumeTrue(Files.getOwner(folder).getName().equals("root"), "root alone can give a folder away");
        Files.setOwner(folder, nobody);
        Path file = folder.resolve("key");
        AtomicFile.write(file, new byte[1], FileMode.PRIVATE_FILE);
        assertThat(Files.getOwner(file)).isEqualTo(nobody);
    }

    @Test
    void aModeIsThereFromTheFirstMomentOnAndCanBeGivenLater() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("a"), FileMode.PRIVATE_FOLDER.attributes(folder));
        assertThat(mode(inside)).isEqualTo("rwx------");
        FileMode.PASSABLE_FOLDER.set(inside);
        assertThat(mode(inside)).isEqualTo("rwx--x--x");
    }
}
