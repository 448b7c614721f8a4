package io.heliosdb.pg.engine;

import io.heliosdb.pg.embedded.EmbeddedPostgres;
import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import io.heliosdb.pg.embedded.EmbeddedPostgresOptions;
import io.heliosdb.spi.engine.EngineEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
            shared = start(200);
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    public static TestServer start(int maxConnections) {
        try {
            Path root = Files.createTempDirectory("engine-");
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
            EmbeddedPostgresOptions options = EmbeddedPostgresOptions.builder(root.resolve("home"))
                    .maxConnections(maxConnections)
                    .setting("synchronous_commit", "off")
                    .build();
            return new TestServer(root, EmbeddedPostgres.start(options));
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
