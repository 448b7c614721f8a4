package io.heliosdb.launcher.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static final Logger WIRE = LoggerFactory.getLogger("io.heliosdb.wire.test");

    @TempDir
    private Path directory;

    @AfterEach
    void closeFile() {
        Logging.setLevels(Map.of());
        Logging.toConsole();
    }

    @Test
    void writesEverythingToTheFile() throws Exception {
        Path file = directory.resolve("heliosdb.log");
        Logging.toFile(file);
        WIRE.info("seen {}", 1);
        WIRE.debug("unseen");
        assertThat(Files.readString(file))
                .contains("INFO  [" + Thread.currentThread().getName() + "] io.heliosdb.wire.test seen 1")
                .doesNotContain("unseen");
    }

    @Test
    void switchesLevelsAndBack() throws Exception {
        Path file = directory.resolve("heliosdb.log");
        Logging.toFile(file);
        assertThat(Logging.setLevels(Map.of("io.heliosdb.wire.test", "TRACE"))).isEmpty();
        WIRE.trace("first");
        assertThat(Logging.setLevels(Map.of("root", "ERROR"))).isEmpty();
        WIRE.info("second");
        assertThat(Logging.setLevels(Map.of())).isEmpty();
        WIRE.info("third");
        assertThat(Files.readString(file))
                .contains("first")
                .doesNotContain("second")
                .contains("third");
    }

    @Test
    void refusesALevelThatIsNone() {
        assertThat(Logging.setLevels(Map.of("io.heliosdb", "LOUD")))
                .containsExactly("io.heliosdb = LOUD (expected: OFF, ERROR, WARN, INFO, DEBUG or TRACE)");
    }

    @Test
    void isQuietOnTheConsole() {
        Logging.toConsole();
        assertThat(WIRE.isInfoEnabled()).isFalse();
        assertThat(WIRE.isWarnEnabled()).isTrue();
    }
}
