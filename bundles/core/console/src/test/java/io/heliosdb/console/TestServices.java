package io.heliosdb.console;

import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.operation.BundleDeployer;
import io.heliosdb.spi.operation.ConnectionState;
import io.heliosdb.spi.operation.Connections;
import io.heliosdb.spi.operation.DeployedBundle;
import io.heliosdb.spi.operation.DeployedBundle.ProbeOutcome;
import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.operation.DeploymentState;
import io.heliosdb.spi.operation.Deployments;
import io.heliosdb.spi.operation.PacketTraces;
import io.heliosdb.spi.operation.ServiceKind;
import io.heliosdb.spi.operation.Trace;
import io.heliosdb.spi.operation.TraceRequest;
import io.heliosdb.spi.protocol.Activity;
import io.heliosdb.spi.protocol.ClientDescription;
import io.heliosdb.spi.protocol.Gateway;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server's services, in memory: what is asked of them is noted, what they answer can be changed. */
public final class TestServices {
    public static final Instant SINCE = Instant.parse("2026-11-26T10:00:00Z");

    /** What was asked for, in order. */
    public final List<String> calls = new CopyOnWriteArrayList<>();

    public final List<DeployedBundle> bundles = new CopyOnWriteArrayList<>();
    public final List<ConnectionState> connections = new CopyOnWriteArrayList<>();
    public final List<Trace> traces = new CopyOnWriteArrayList<>();
    public DeploymentState afterInstall = DeploymentState.SERVING;
    public CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);
    public CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);
    public Path traceFolder = Path.of("traces");
    public Map<String, Integer> ports = Map.of("shared", 5430, "admin", 5439);

    /** Two versions of a protocol, the older one draining, and a refused one. */
    public TestServices withBundles() {
        bundles.add(bundle(41, "mysql.protocol-1.1.0.jar", "1.1.0", DeploymentState.CANARY, "", 10, 12));
        bundles.add(bundle(17, "", "1.0.0", DeploymentState.SERVING, "", 90, 140));
        bundles.add(bundle(43, "mysql.protocol-1.2.0.jar", "1.2.0", DeploymentState.REFUSED, "a probe failed", 0, 0));
        return this;
    }

    public static DeployedBundle bundle(
            long id, String file, String version, DeploymentState state, String reason, int share, int users) {
        Deployment service = new Deployment(
                id * 10, ServiceKind.PROTOCOL, "mysql", version, id, state, reason, share, users, 123_456, 7);
        return new DeployedBundle(
                id,
                file,
                "io.heliosdb.mysql.protocol",
                version,
                state,
                reason,
                List.of(service),
                List.of(
                        new ProbeOutcome("basics.py", "login", "A user logs in", "passed", "", 0.2),
                        new ProbeOutcome(
                                "basics.py",
                                "select",
                                "A row comes back",
                                reason.isEmpty() ? "passed" : "failed",
                                reason.isEmpty() ? "" : "nothing came",
                                0.1)),
                SINCE);
    }

    public static ConnectionState connection(long id, String protocol, String driver, String user) {
        return new ConnectionState(
                id,
                "127.0.0.1:" + (40_000 + id),
                "shared",
                Optional.of(protocol + " 1.0.0"),
                Optional.of(new ClientDescription(user, "shop", Optional.of(driver), Optional.of("billing"))),
                id % 2 == 0,
                id % 3 == 0 ? Activity.IDLE_IN_TRANSACTION : Activity.ACTIVE,
                id * 100,
                Duration.ofSeconds(id * 60),
                Duration.ofMillis(1500));
    }

    /** Puts all of them there. */
    public TestConsole in(TestConsole console) {
        return console.with(BundleDeployer.class, new TestDeployer())
                .with(Deployments.class, new TestDeployments())
                .with(Connections.class, new TestConnections())
                .with(PacketTraces.class, new TestTraces())
                .with(Engine.class, new TestEngine())
                .with(Gateway.class, new TestGateway());
    }

    private static HeliosException none(String what) {
        return new HeliosException(SqlState.UNDEFINED_OBJECT, "there is no " + what);
    }

    private final class TestDeployer implements BundleDeployer {
        @Override
        public List<DeployedBundle> list() {
            return List.copyOf(bundles);
        }

        @Override
        public CompletionStage<DeployedBundle> install(Path jar, boolean force) {
            try {
                calls.add("install " + jar.getFileName() + " of " + Files.size(jar) + " bytes"
                        + (force ? " by force" : ""));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            String reason = afterInstall == DeploymentState.REFUSED ? "its probes failed" : "";
            DeployedBundle installed = bundle(50, jar.getFileName().toString(), "2.0.0", afterInstall, reason, 100, 0);
            bundles.add(installed);
            return CompletableFuture.completedFuture(installed);
        }

        @Override
        public CompletionStage<DeployedBundle> install(Path jar, boolean force, int share, Duration time) {
            return install(jar, force).thenApply(installed -> {
                admit(installed.id(), share, time);
                return installed;
            });
        }

        @Override
        public CompletionStage<Void> drain(long id) {
            calls.add("drain " + id);
            return drained;
        }

        @Override
        public void admit(long id, int share, Duration time) {
            calls.add("admit " + id + " " + share + " % for " + time);
        }

        @Override
        public CompletionStage<Void> remove(long id) {
            calls.add("remove " + id);
            return drained;
        }

        @Override
        public CompletionStage<DeployedBundle> probe(long id) {
            calls.add("probe " + id);
            return CompletableFuture.completedFuture(list().stream()
                    .filter(bundle -> bundle.id() == id)
                    .findFirst()
                    .orElseThrow());
        }
    }

    private final class TestDeployments implements Deployments {
        @Override
        public List<Deployment> list() {
            return bundles.stream()
                    .flatMap(bundle -> bundle.services().stream())
                    .toList();
        }

        @Override
        public void admit(long id, int share) {
            calls.add("admit service " + id);
        }

        @Override
        public void withhold(long id, DeploymentState state, String reason) {
            calls.add("withhold service " + id);
        }

        @Override
        public CompletionStage<Void> drain(long id, Duration deadline) {
            return drained;
        }

        @Override
        public CompletionStage<Trial> trial(String protocolName, Collection<Long> ids) {
            throw new UnsupportedOperationException();
        }
    }

    private final class TestConnections implements Connections {
        @Override
        public CompletionStage<List<ConnectionState>> connections() {
            return CompletableFuture.completedFuture(List.copyOf(connections));
        }

        @Override
        public CompletionStage<Boolean> end(long id) {
            calls.add("end " + id);
            return CompletableFuture.completedFuture(connections.removeIf(connection -> connection.id() == id));
        }
    }

    private final class TestTraces implements PacketTraces {
        @Override
        public Trace start(TraceRequest request) {
            Trace trace = new Trace(
                    traces.size() + 1L,
                    request,
                    traceFolder.resolve(request.file()),
                    Trace.State.RUNNING,
                    Optional.empty(),
                    10,
                    2,
                    0,
                    1,
                    SINCE);
            traces.add(trace);
            return trace;
        }

        @Override
        public CompletionStage<Trace> stop(long id) {
            calls.add("stop trace " + id);
            return traces.stream()
                    .filter(trace -> trace.id() == id)
                    .findFirst()
                    .<CompletionStage<Trace>>map(CompletableFuture::completedFuture)
                    .orElseGet(() -> CompletableFuture.failedFuture(none("trace " + id)));
        }

        @Override
        public List<Trace> list() {
            return List.copyOf(traces);
        }
    }

    private final class TestEngine implements Engine {
        @Override
        public CompletionStage<Void> ready() {
            return ready;
        }

        @Override
        public EngineSession open(SessionRequest request, EventLoop loop, ResultSink sink) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> closeIdle() {
            throw new UnsupportedOperationException();
        }
    }

    private final class TestGateway implements Gateway {
        @Override
        public CompletionStage<Map<String, Integer>> open() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Map<String, Integer>> openPorts() {
            return CompletableFuture.completedFuture(ports());
        }

        @Override
        public Map<String, Integer> ports() {
            return ports;
        }

        @Override
        public CompletionStage<Void> close(Duration grace) {
            throw new UnsupportedOperationException();
        }
    }
}
