package io.heliosdb.pg.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.embedded.TestHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineLogTest {

    private TestHome testHome;
    private EngineHome home;
    private EngineLog log;

    @BeforeEach
    void prepare() throws Exception {
        testHome = TestHome.fresh();
        Files.createDirectories(testHome.path());
        home = EngineHome.in(testHome.path());
        log = EngineLog.prepare(home, EngineAccount.of(home));
        begin = log.mark();
    }

    @AfterEach
    void remove() {
        testHome.close();
    }

    private EngineLog.Mark begin;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(home.log().resolve(name), text);
    }

    @Test
    void keepsTheNewestFiles() throws Exception {
        for (int day = 10; day < 31; day++) {
            write("postgresql-2026-01-" + day + "_000000.log", "");
        }
        Path foreign = write("notes.txt", "");
        log.prune();
        try (Stream<Path> left = Files.list(home.log())) {
            assertThat(left.filter(file -> !file.equals(foreign))
                            .map(file -> file.getFileName().toString()))
                    .hasSize(10)
                    .contains("postgresql-2026-01-30_000000.log", "postgresql-2026-01-21_000000.log");
        }
        assertThat(foreign).exists();
        assertThat(log.current().getFileName()).hasToString("postgresql-2026-01-30_000000.log");
    }

    @Test
    void hasNoReasonWhereNothingWasSaid() throws Exception {
        assertThat(log.reasonSince(begin)).isEmpty();
        assertThat(log.current()).isEqualTo(home.startupLog());
    }

    @Test
    void findsTheLastFatalLine() throws Exception {
        Files.writeString(home.startupLog(), "LOG:  redirecting log output to logging collector process\n");
        assertThat(log.reasonSince(begin)).isEmpty();
        write(
                "postgresql-2026-01-01_000000.log",
                """
                2026-01-01 00:00:00 UTC [1] FATAL:  first
                2026-01-01 00:00:01 UTC [2] PANIC:  could not write: No space left on device
                2026-01-01 00:00:02 UTC [3] app@demo FATAL:  the database system is starting up
                2026-01-01 00:00:03 UTC [4] LOG:  shutting down
                """);
        assertThat(log.reasonSince(begin)).contains("PANIC:  could not write: No space left on device");
    }

    @Test
    void doesNotTakeWhatAnEarlierRunSaid() throws Exception {
        write("postgresql-2026-01-01_000000.log", "2026-01-01 00:00:00 UTC [1] FATAL:  earlier\n");
        begin = log.mark();
        assertThat(log.reasonSince(begin)).isEmpty();
        Files.writeString(log.current(), "2026-01-01 00:00:01 UTC [2] FATAL:  now\n", StandardOpenOption.APPEND);
        assertThat(log.reasonSince(begin)).contains("FATAL:  now");
    }

    @Test
    void prefersWhatWasSaidBeforeTheLogWasOpen() throws Exception {
        write("postgresql-2026-01-01_000000.log", "2026-01-01 00:00:00 UTC [1] FATAL:  of an earlier run\n");
        Files.writeString(
                home.startupLog(),
                "2026-01-01 00:00:00.123 UTC [1] FATAL:  no memory\n2026-01-01 00:00:00.123 UTC [1] HINT:  buy some\n");
        assertThat(log.reasonSince(begin)).contains("FATAL:  no memory HINT:  buy some");
    }

    @Test
    void takesWhatIsNoLogLineAsItIsInBounds() throws Exception {
        Files.writeString(home.startupLog(), "setpriv: failed\n  to execute: " + "x".repeat(1000));
        assertThat(log.reasonSince(begin).orElseThrow())
                .startsWith("setpriv: failed to execute: xxx")
                .endsWith("x ...")
                .hasSizeLessThan(520);
    }
}
