package io.heliosdb.mysql.dialect.internal.prelude;

import io.heliosdb.pg.embedded.EmbeddedPostgres;
import io.heliosdb.pg.embedded.EmbeddedPostgresOptions;
import io.heliosdb.pg.embedded.internal.ControlConnection;
import io.heliosdb.pg.engine.EngineAddress;
import io.heliosdb.pg.engine.EngineSettings;
import io.heliosdb.pg.engine.PostgresEngine;
import io.heliosdb.spi.engine.EngineEndpoint;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An embedded engine with the prelude in its database, installed as a session's opening does it. */
public final class PreludeServer {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static PreludeServer shared;

    private final EmbeddedPostgres postgres;
    private final ControlConnection connection;

    private PreludeServer() throws IOException, InterruptedException {
        Path root = Files.createTempDirectory("prelude-");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
        postgres = EmbeddedPostgres.start(EmbeddedPostgresOptions.builder(root.resolve("home"))
                .setting("fsync", "off")
                .build());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(root)));
        install(root);
        connection = ControlConnection.open(postgres.socket(), postgres.superuser(), LIMIT);
        query("SET search_path = helios_mysql, pg_catalog, public");
    }

    /** The one that the tests of a JVM share. */
    public static synchronized PreludeServer shared() {
        if (shared == null) {
            try {
                shared = new PreludeServer();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return shared;
    }

    private void install(Path root) {
        EngineAddress address = EngineAddress.local(new EngineEndpoint(
                postgres.socketDirectory().toString(),
                postgres.port(),
                postgres.superuser(),
                Optional.empty(),
                "postgres"));
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Opening opening = new Opening();
        try (PostgresEngine engine = new PostgresEngine(
                () -> CompletableFuture.completedFuture(address),
                EngineSettings.of(Map.of()),
                root.resolve("credentials.json"))) {
            engine.open(
                    new SessionRequest(
                            new Role("reader", Set.of(), Optional.empty()),
                            "postgres",
                            Map.of(),
                            Optional.of(MysqlPrelude.read())),
                    loops.next(),
                    opening);
            opening.outcome.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private void close(Path root) {
        postgres.close();
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of statements that run as superuser, with the prelude first on the search path. */
    public List<List<String>> query(String sql) throws IOException {
        return connection.query(sql);
    }

    /** Waits for a session to open, and hears nothing else. */
    private static final class Opening implements ResultSink {
        private final CompletableFuture<Void> outcome = new CompletableFuture<>();

        @Override
        public void opened(SessionStart start) {
            outcome.complete(null);
        }

        @Override
        public void closed(HeliosException reason, boolean reported) {
            outcome.completeExceptionally(reason);
        }

        @Override
        public void messages(ByteBuf run) {
            // nothing was asked
        }

        @Override
        public void idle(TransactionStatus status) {
            // nothing was asked
        }

        @Override
        public void readComplete() {
            // nothing to flush
        }

        @Override
        public void writable(boolean writable) {
            // nothing to write
        }
    }
}
