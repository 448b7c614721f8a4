package io.heliosdb.compat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketLogTest {

    @TempDir
    private Path home;

    @Test
    void addsToTheLevelsAndTakesThatBack() throws Exception {
        Path levels =
                Files.writeString(Files.createDirectory(home.resolve("etc")).resolve("log.cfg"), "root = WARN\n");

        try (PacketLog log = PacketLog.open(home, List.of("mysql")).orElseThrow()) {
            assertThat(log.file()).isEqualTo(home.resolve("log/heliosdb.log"));
            assertThat(levels).content().contains("root = WARN\n", "\nio.heliosdb.wire.mysql = TRACE\n");
        }
        assertThat(levels).hasContent("root = WARN");
    }

    @Test
    void leavesNoLevelsWhereThereWereNone() throws Exception {
        Path levels = Files.createDirectory(home.resolve("etc")).resolve("log.cfg");

        try (PacketLog log = PacketLog.open(home, List.of("mysql")).orElseThrow()) {
            assertThat(log.file()).doesNotExist();
            assertThat(levels).exists();
        }
        assertThat(levels).doesNotExist();
    }

    @Test
    void isNotThereWithoutAHome() throws Exception {
        assertThat(PacketLog.open(home.resolve("none"), List.of("mysql"))).isEmpty();
    }
}
