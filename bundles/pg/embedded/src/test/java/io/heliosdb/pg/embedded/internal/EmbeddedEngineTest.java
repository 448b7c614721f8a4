package io.heliosdb.pg.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.pg.embedded.TestHome;
import io.heliosdb.spi.engine.EngineEndpoint;
import io.heliosdb.spi.error.HeliosException;
import java.lang.reflect.Proxy;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;

@Timeout(60)
class EmbeddedEngineTest {

    /** A container that knows the home and nothing else. */
    private static BundleContext container(Path home) {
        return (BundleContext) Proxy.newProxyInstance(
                EmbeddedEngineTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getProperty" -> arguments[0].equals("heliosdb.home") ? home.toString() : null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void startsOnceAndEndsWithItsBundle() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            EmbeddedEngine engine = new EmbeddedEngine(container(home.path()));
            CompletionStage<EngineEndpoint> first = engine.start();
            EngineEndpoint endpoint = first.toCompletableFuture().get();
            assertThat(engine.start()).isSameAs(first);

            Path socket = Path.of(endpoint.host()).resolve(".s.PGSQL." + endpoint.port());
            try (ControlConnection connection =
                    ControlConnection.open(socket, endpoint.administrator(), Duration.ofSeconds(10))) {
                assertThat(connection.query("SELECT 1")).hasSize(1);
            }
            engine.stop();
            assertThat(PidFile.read(home.data())).isEmpty();
        }
    }

    @Test
    void saysWhyItDoesNotStartAndTriesAgainWhenAsked() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            EmbeddedEngine engine = new EmbeddedEngine(container(home.path()));
            Path version = home.data().resolve("PG_VERSION");
            String own = Files.readString(version);
            Files.writeString(version, "17\n");
            assertThatThrownBy(() -> engine.start().toCompletableFuture().get())
                    .hasCauseInstanceOf(HeliosException.class)
                    .hasMessageContaining("was made by PostgreSQL 17");

            Files.writeString(version, own);
            assertThat(engine.start().toCompletableFuture().get()).isNotNull();
            engine.stop();
        }
    }

    @Test
    void leavesNothingBehindWhenItIsStoppedWhileItStarts() throws Exception {
        try (TestHome home = TestHome.withBinaries()) {
            EmbeddedEngine engine = new EmbeddedEngine(container(home.path()));
            CompletionStage<EngineEndpoint> start = engine.start();
            while (!Files.exists(home.engine().resolve("log"))) { // the cluster is about to be made
                Thread.onSpinWait();
            }
            engine.stop();

            assertThat(start.toCompletableFuture())
                    .as("the start, after the stop")
                    .isCompletedExceptionally();
            try (DirectoryStream<Path> halfMade = Files.newDirectoryStream(home.engine(), "data*")) {
                assertThat(halfMade).isEmpty();
            }
        }
    }
}
