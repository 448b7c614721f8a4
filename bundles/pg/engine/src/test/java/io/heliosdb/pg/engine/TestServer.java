package io.heliosdb.pg.engine;

import io.heliosdb.pg.embedded.EmbeddedPostgres;
import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import io.heliosdb.pg.embedded.EmbeddedPostgresOptions;
import io.heliosdb.pg.embedded.internal.ControlConnection;
import io.heliosdb.spi.engine.EngineEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A PostgreSQL server that the tests of a JVM share; a test that stops or starves one makes its own. */
public final class TestServer implements AutoCloseable {
    private static TestServer shared;

    private final Path root;
    private final EmbeddedPostgres postgres;

    private TestServer(Path root, EmbeddedPostgres postgres) {
        this.root = root;
        this.postgres = postgres;
    }

    public static synchronized TestServer shared() {
        if (shared == null) {
            shared = start(options -> {});
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** @param further what is to be different from the defaults */
    public static TestServer start(Consumer<EmbeddedPostgresOptions.Builder> further) {
        try {
            Path root = Files.createTempDirectory("engine-");
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
            EmbeddedPostgresOptions.Builder options =
                    EmbeddedPostgresOptions.builder(root.resolve("home")).setting("synchronous_commit", "off");
            further.accept(options);
            return new TestServer(root, EmbeddedPostgres.start(options.build()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    public EngineAddress address() {
        return EngineAddress.local(new EngineEndpoint(
                postgres.socketDirectory().toString(),
                postgres.port(),
                postgres.superuser(),
                Optional.empty(),
                "postgres"));
    }

    public void administer(String sql) {
        try {
            postgres.administer(sql);
        } catch (EmbeddedPostgresException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first value of a query's result, asked as superuser and past the engine client. */
    public String value(String sql) {
        try (ControlConnection connection =
                ControlConnection.open(postgres.socket(), postgres.superuser(), Duration.ofSeconds(10))) {
            return connection.query(sql).get(0).get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
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
}
