package io.heliosdb.console.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A request's body while it arrives, within its limit. */
abstract class RequestBody {
    private final long limit;
    private long length;

    RequestBody(long limit) {
        this.limit = limit;
    }

    /** The body in memory. */
    static RequestBody inMemory(int limit) {
        return new InMemory(limit);
    }

    /**
     * The body in a new file.
     *
     * @param folder is made where it is missing
     * @param executor writes
     */
    static RequestBody inFile(Path folder, int limit, Executor executor) {
        return new InFile(folder, limit, executor);
    }

    /**
     * Takes the next piece.
     *
     * @param piece stays the caller's
     * @return complete when the next may come
     * @throws Problem when the body is larger than it may be (413)
     */
    final CompletableFuture<Void> add(ByteBuf piece) {
        check(length + piece.readableBytes());
        length += piece.readableBytes();
        return piece.isReadable() ? keep(ByteBufUtil.getBytes(piece)) : CompletableFuture.completedFuture(null);
    }

    /** @throws Problem when a body of that length is larger than it may be (413) */
    final void check(long announced) {
        if (announced > limit) {
            throw new Problem(413, "The body is larger than " + limit + " bytes");
        }
    }

    abstract CompletableFuture<Void> keep(byte[] piece);

    /** The body is whole. */
    abstract CompletableFuture<Void> finish();

    byte[] bytes() {
        return new byte[0];
    }

    Optional<Path> file() {
        return Optional.empty();
    }

    /** Whoever needed it has seen it; may be called at any time and more than once. */
    void discard() {}

    private static final class InMemory extends RequestBody {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        InMemory(int limit) {
            super(limit);
        }

        @Override
        CompletableFuture<Void> keep(byte[] piece) {
            bytes.writeBytes(piece);
            return finish();
        }

        @Override
        CompletableFuture<Void> finish() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    private static final class InFile extends RequestBody {
        private final Path folder;
        private final Executor executor;
        private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
        private Path file;
        private OutputStream out;

        InFile(Path folder, int limit, Executor executor) {
            super(limit);
            this.folder = folder;
            this.executor = executor;
        }

        @Override
        CompletableFuture<Void> keep(byte[] piece) {
            return then(() -> {
                open();
                out.write(piece);
            });
        }

        @Override
        CompletableFuture<Void> finish() {
            return then(() -> {
                open();
                out.close();
            });
        }

        @Override
        Optional<Path> file() {
            return Optional.of(file);
        }

        @Override
        void discard() {
            // Also after a step that failed.
            written = written.handle((done, failure) -> null);
            then(() -> {
                if (file != null) {
                    out.close();
                    Files.deleteIfExists(file);
                }
            });
        }

        private void open() throws IOException {
            if (file == null) {
                Files.createDirectories(folder);
                file = Files.createTempFile(folder, "upload", ".part");
                out = Files.newOutputStream(file);
            }
        }

        private interface Step {
            void run() throws IOException;
        }

        /** One step after the other, so that they need no lock. */
        private CompletableFuture<Void> then(Step step) {
            written = written.thenRunAsync(
                    () -> {
                        try {
                            step.run();
                        } catch (IOException e) {
                            throw new UncheckedIOException("the upload cannot be kept", e);
                        }
                    },
                    executor);
            return written;
        }
    }
}
