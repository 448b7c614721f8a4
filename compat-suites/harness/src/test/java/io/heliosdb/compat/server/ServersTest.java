package io.heliosdb.compat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.compat.FakeServer;
import io.heliosdb.compat.LabException;
import io.heliosdb.compat.RecordingProgress;
import io.heliosdb.compat.TestSuites;
import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.matrix.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTest {

    @TempDir
    private Path folder;

    private final List<FakeServer> started = new ArrayList<>();
    private final RecordingProgress progress = new RecordingProgress();
    private Cell live;
    private Cell reference;

    @BeforeEach
    void readCells() throws IOException {
        List<Cell> cells = Matrix.read(TestSuites.in(folder)).cells();
        live = TestSuites.driver("sound").of(Matrix.read(folder)).get(0);
        reference = cells.stream()
                .filter(cell -> cell.driver().equals("genuine"))
                .findFirst()
                .orElseThrow();
    }

    private ServerUnderTest startServer() {
        started.add(new FakeServer());
        return started.get(started.size() - 1);
    }

    @Test
    void startsAServerOnceAndStopsItWithTheRun() throws Exception {
        try (Servers servers = new Servers(this::startServer, Map.of(), progress)) {
            assertThat(servers.of(live)).isSameAs(servers.of(live));
        }
        assertThat(started).singleElement().satisfies(server -> assertThat(server.timesClosed())
                .isEqualTo(1));
        assertThat(progress.lines())
                .singleElement()
                .asString()
                .startsWith("live: Fake 1.0 at 127.0.0.1:5999/demo, ready in ");
    }

    @Test
    void canBeUsedAgainAfterItWasClosed() throws Exception {
        Servers servers = new Servers(this::startServer, Map.of(), progress);
        try (servers) {
            servers.of(live);
        }
        try (servers) {
            servers.of(live);
        }
        assertThat(started).hasSize(2).allSatisfy(server -> assertThat(server.timesClosed())
                .isEqualTo(1));
    }

    @Test
    void doesNotTryAgainWhatHasFailed() {
        List<String> attempts = new ArrayList<>();
        try (Servers servers = new Servers(
                () -> {
                    attempts.add("started");
                    throw new LabException("no memory");
                },
                Map.of(),
                progress)) {
            assertThatThrownBy(() -> servers.of(live)).hasMessage("no memory");
            assertThatThrownBy(() -> servers.of(live)).hasMessage("no memory");
        }
        assertThat(attempts).hasSize(1);
    }

    @Test
    void hasAServerOfItsOwnForEachLane() throws Exception {
        try (Servers servers = new Servers(this::startServer, Map.of("", this::startServer), progress)) {
            assertThat(servers.of(live)).isNotSameAs(servers.of(reference));
        }
        assertThat(started).hasSize(2);
    }

    @Test
    void hasAServerOfItsOwnForAProtocolThatIsDeployed() throws Exception {
        Map<String, ServerUnderTest.Starter> deployed = Map.of(live.protocol().id(), this::startServer);
        try (Servers servers = new Servers(
                () -> {
                    throw new LabException("nobody wants it");
                },
                Map.of(),
                Map.of(),
                deployed,
                progress)) {
            assertThat(servers.of(live)).isSameAs(servers.of(live));
        }
        assertThat(started).hasSize(1);
    }
}
