package io.heliosdb.pg.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class BinariesTest {

    @TempDir
    private Path target;

    private static InputStream compressed(byte[] archive) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(out, new LZMA2Options())) {
            xz.write(archive);
        }
        return new ByteArrayInputStream(out.toByteArray());
    }

    private static String access(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void unpacksForEverybodyToUseAndNobodyToChange() throws Exception {
        byte[] content = {1, 2, 3};
        Binaries.unpack(
                compressed(new TarArchive()
                        .file("bin/postgres", content, true)
                        .link("lib/libpq.so", "libpq.so.5")
                        .file("lib/libpq.so.5", content, false)
                        .directory("share")
                        .end()),
                target);

        assertThat(target.resolve("bin/postgres")).hasBinaryContent(content);
        assertThat(target.resolve("lib/libpq.so")).isSymbolicLink().hasBinaryContent(content);
        assertThat(access(target.resolve("bin/postgres"))).isEqualTo("rwxr-xr-x");
        assertThat(access(target.resolve("lib/libpq.so.5"))).isEqualTo("rw-r--r--");
        for (String directory : List.of("bin", "lib", "share")) {
            assertThat(access(target.resolve(directory))).isEqualTo("rwxr-xr-x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/etc/outside", "bin/../../outside"})
    void nothingIsWrittenOutsideOfTheTarget(String name) throws Exception {
        Path inner = Files.createDirectory(target.resolve("inner"));
        InputStream archive =
                compressed(new TarArchive().file(name, new byte[1], false).end());
        assertThatThrownBy(() -> Binaries.unpack(archive, inner))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside of the archive");
        assertThat(target.resolve("outside")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/etc"})
    void noLinkLeadsOutsideOfTheTarget(String destination) throws Exception {
        InputStream archive =
                compressed(new TarArchive().link("link", destination).end());
        assertThatThrownBy(() -> Binaries.unpack(archive, target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside of the archive");
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void whoComesSecondUsesWhatTheFirstUnpacked() throws Exception {
        EngineHome home = EngineHome.in(target);
        Path directory = home.binaries().resolve("18");
        TarArchive archive = new TarArchive();
        for (int i = 0; i < 50; i++) {
            archive.file("file" + i, new byte[] {(byte) i}, false);
        }
        byte[] bytes = compressed(archive.end()).readAllBytes();
        List<CompletableFuture<Void>> both =
                List.of(installing(bytes, home, directory), installing(bytes, home, directory));
        both.forEach(CompletableFuture::join);

        assertThat(directory.resolve("file49")).hasBinaryContent(new byte[] {49});
        try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(home.binaries())) {
            assertThat(unpacked).containsExactly(directory);
        }
    }

    private static CompletableFuture<Void> installing(byte[] archive, EngineHome home, Path directory) {
        return CompletableFuture.runAsync(() -> {
            try {
                Binaries.install(new ByteArrayInputStream(archive), home, directory);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aFileThatLostItsContentIsNoticedAndReplaced() throws Exception {
        EngineHome home = EngineHome.in(target);
        Path directory = home.binaries().resolve("18");
        byte[] archive = compressed(new TarArchive()
                        .file("one", new byte[3], false)
                        .link("two", "one")
                        .end())
                .readAllBytes();
        assertThat(Binaries.isComplete(directory)).isFalse();
        Binaries.install(new ByteArrayInputStream(archive), home, directory);
        assertThat(Binaries.isComplete(directory)).isTrue();

        Files.write(directory.resolve("one"), new byte[0]);
        assertThat(Binaries.isComplete(directory)).isFalse();
        Binaries.install(new ByteArrayInputStream(archive), home, directory);
        assertThat(Binaries.isComplete(directory)).isTrue();
        assertThat(directory.resolve("one")).hasSize(3);
    }

    @Test
    void aDamagedArchiveLeavesNothing() throws Exception {
        EngineHome home = EngineHome.in(target);
        byte[] archive = compressed(
                        new TarArchive().file("file", new byte[9999], false).end())
                .readAllBytes();
        archive[archive.length / 2] ^= 1;
        assertThatThrownBy(() -> Binaries.install(
                        new ByteArrayInputStream(archive), home, home.binaries().resolve("18")))
                .isInstanceOf(IOException.class);
        assertThat(home.binaries()).isEmptyDirectory();
    }
}
