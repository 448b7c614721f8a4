package io.heliosdb.pg.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.pg.engine.TestClient;
import io.heliosdb.pg.engine.TestServer;
import io.heliosdb.spi.engine.EngineEndpoint;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.error.HeliosException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class EngineComponentTest {
    private static final SessionRequest REQUEST =
            new SessionRequest(new Role("app", Set.of(), Optional.of("app")), "app", Map.of());

    @TempDir
    Path home;

    private final EngineComponent component = new EngineComponent();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    /** A bundle context of which only the properties are asked for. */
    private BundleContext context(String url) {
        Map<String, String> properties = new HashMap<>();
        properties.put("heliosdb.home", home.toString());
        properties.put("heliosdb.engine", url);
        return (BundleContext) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("getProperty");
                    return properties.get(arguments[0]);
                });
    }

    @AfterEach
    void stop() throws InterruptedException {
        component.deactivate();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    }

    @Test
    void usesTheLocalEngine() {
        EngineEndpoint endpoint = TestServer.shared().address().endpoint();
        component.setLocalEngine(() -> CompletableFuture.completedFuture(endpoint));
        component.activate(
                context(null), Map.of("max-connections", "5", "service.pid", "io.heliosdb.engine", "felix.x", "y"));
        component.ready().toCompletableFuture().join();
        TestClient client = TestClient.open(component, loops.next(), REQUEST);
        String pid = client.value("SELECT pg_backend_pid()");
        component.modified(Map.of("pooling", "transaction", "component.name", "x"));

        TestClient shared = TestClient.open(component, loops.next(), REQUEST);

        assertThat(shared.value("SELECT pg_backend_pid()")).isNotEqualTo(pid);
        assertThat(component.closeIdle()).succeedsWithin(TestClient.LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void saysThatThereIsNoEngine() {
        component.activate(context(""), Map.of());
        component.setLocalEngine(() -> CompletableFuture.failedFuture(new HeliosException("57P03", "not that one")));
        component.unsetLocalEngine(null);

        assertThatThrownBy(() -> component.ready().toCompletableFuture().join())
                .hasRootCauseInstanceOf(HeliosException.class)
                .hasRootCauseMessage("no database engine is deployed");
        assertThat(TestClient.begin(component, loops.next(), REQUEST)
                        .awaitClosed()
                        .sqlState())
                .isEqualTo("57P03");
    }

    @Test
    void usesTheEngineThatTheCommandLineNames() {
        component.activate(context("postgresql://boss:secret@127.0.0.1:99999/db"), Map.of());

        assertThatThrownBy(() -> component.ready().toCompletableFuture().join())
                .hasRootCauseMessage("engine URL: port is 99999 (expected: 1 to 65535)");
    }
}
