package io.heliosdb.compat.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir
    private Path folder;

    @Test
    void givesWhatWasWrittenSinceAMark() throws IOException {
        LogFile log = new LogFile(Files.writeString(folder.resolve("log"), "before\n"));
        long mark = log.length();
        Files.writeString(log.path(), "äfter\n", StandardOpenOption.APPEND);

        assertThat(mark).isEqualTo(7);
        assertThat(log.since(mark)).isEqualTo("äfter\n");
        assertThat(log.since(0)).isEqualTo("before\näfter\n");
        assertThat(log.since(1000)).isEmpty();
    }

    @Test
    void givesOnlyTheEndOfALongLog() throws IOException {
        LogFile log = new LogFile(Files.writeString(folder.resolve("log"), "x".repeat(100_000) + "end"));

        assertThat(log.since(0)).startsWith("…\nx").endsWith("end").hasSize((64 << 10) + 2);
    }

    @Test
    void readsAsEmptyWhereThereIsNoLog() {
        LogFile log = new LogFile(folder.resolve("none"));

        assertThat(log.length()).isZero();
        assertThat(log.since(0)).isEmpty();
    }
}
