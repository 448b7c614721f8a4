package io.heliosdb.pg.embedded.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TarReaderTest {

    private static TarReader reader(byte[] archive) {
        return new TarReader(new ByteArrayInputStream(archive));
    }

    @Property(tries = 200)
    void givesBackWhatWasPacked(@ForAll @Size(max = 2000) byte[] content, @ForAll boolean executable)
            throws IOException {
        byte[] archive = new TarArchive()
                .directory("d")
                .file("d/first", content, executable)
                .link("d/link", "first")
                .file("d/second", content, !executable)
                .end();
        TarReader tar = reader(archive);
        assertThat(tar.next()).contains(new TarReader.Entry("d", TarReader.Kind.DIRECTORY, 0, true, ""));
        assertThat(tar.next())
                .contains(new TarReader.Entry("d/first", TarReader.Kind.FILE, content.length, executable, ""));
        // Not read: skipped.
        assertThat(tar.next()).contains(new TarReader.Entry("d/link", TarReader.Kind.SYMBOLIC_LINK, 0, true, "first"));
        assertThat(tar.next())
                .contains(new TarReader.Entry("d/second", TarReader.Kind.FILE, content.length, !executable, ""));
        assertThat(tar.content().readAllBytes()).isEqualTo(content);
        assertThat(tar.next()).isEmpty();
    }

    @Property(tries = 200)
    void aTruncatedArchiveIsNeverTakenForAWholeOne(@ForAll @IntRange(max = 3 * 512 - 1) int length) {
        byte[] archive = new TarArchive().file("file", new byte[513], false).end();
        assertThatThrownBy(() -> {
                    TarReader tar = reader(Arrays.copyOf(archive, length));
                    for (Optional<?> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
                        tar.content().readAllBytes();
                    }
                })
                .isInstanceOf(EOFException.class);
    }

    @Test
    void readsByteByByte() throws IOException {
        TarReader tar =
                reader(new TarArchive().file("file", new byte[] {-1, 0}, false).end());
        assertThat(tar.next()).isPresent();
        try (InputStream content = tar.content()) {
            assertThat(content.read()).isEqualTo(255);
            assertThat(content.read()).isZero();
            assertThat(content.read()).isEqualTo(-1);
        }
        assertThat(tar.next()).isEmpty();
    }

    @Test
    void refusesEntriesThatItDoesNotKnow() {
        byte[] archive =
                new TarArchive().entry("fifo", '6', new byte[0], 0644, "").end();
        assertThatThrownBy(() -> reader(archive).next())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tar entry fifo has type 6 (expected: ");
    }

    @Test
    void noticesADamagedHeader() {
        byte[] archive = new TarArchive().file("file", new byte[0], false).end();
        archive[0] ^= 1;
        assertThatThrownBy(() -> reader(archive).next())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void noticesANumberThatIsNone() {
        byte[] archive = new TarArchive().file("file", new byte[0], false).end();
        System.arraycopy("zz".getBytes(US_ASCII), 0, archive, 148, 2);
        assertThatThrownBy(() -> reader(archive).next())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: an octal number");
    }
}
