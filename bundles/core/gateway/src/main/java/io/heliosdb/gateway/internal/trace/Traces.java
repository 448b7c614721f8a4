package io.heliosdb.gateway.internal.trace;

import io.heliosdb.files.FileMode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.operation.PacketTraces;
import io.heliosdb.spi.operation.Trace;
import io.heliosdb.spi.operation.TraceRequest;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The traces of one gateway. */
public final class Traces implements PacketTraces {
    private static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.gateway.trace");

    /** Octets of one trace that may wait to be written. */
    private static final long ROOM = 16L << 20;

    private final Path folder;
    private final String application;
    private final Runnable changed;
    private final Deque<Trace> endedTraces = new ArrayDeque<>();
    private long lastId;
    private boolean closed;

    private volatile List<RunningTrace> running = List.of();

    /**
     * @param folder where the files are; made when the first one is
     * @param application who writes them
     * @param changed told after a trace began or ended: connections look at {@link #running}
     */
    public Traces(Path folder, String application, Runnable changed) {
        this.folder = folder;
        this.application = application;
        this.changed = changed;
    }

    /** Those that run now. */
    public List<RunningTrace> running() {
        return running;
    }

    @Override
    public Trace start(TraceRequest request) {
        RunningTrace begun = begin(request);
        LOGGER.info("trace {} began: {}", begun.id(), begun.snapshot().file());
        changed.run();
        return begun.snapshot();
    }

    private synchronized RunningTrace begin(TraceRequest request) {
        if (closed) {
            throw new HeliosException(SqlState.CANNOT_CONNECT_NOW, "the server stops");
        }
        if (running.size() >= MOST_RUNNING) {
            throw new HeliosException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED, MOST_RUNNING + " traces run already: stop one of them");
        }
        Path path = folder.resolve(request.file());
        SeekableByteChannel file = create(path);
        RunningTrace begun = new RunningTrace(++lastId, request, path, file, ROOM);
        try {
            begun.start(application, this::ended);
        } catch (IOException e) {
            throw cannotCreate(path, e);
        }
        List<RunningTrace> more = new ArrayList<>(running);
        more.add(begun);
        running = List.copyOf(more);
        return begun;
    }

    /** Nobody else may read it, from its first moment on. */
    private SeekableByteChannel create(Path path) {
        try {
            Files.createDirectories(folder, FileMode.PRIVATE_FOLDER.attributes(folder));
        } catch (IOException e) {
            throw cannotCreate(folder, e);
        }
        try {
            return Files.newByteChannel(
                    path,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    FileMode.PRIVATE_FILE.attributes(path));
        } catch (FileAlreadyExistsException e) {
            throw new HeliosException(
                    SqlState.DUPLICATE_OBJECT, path + " exists: choose another name, or remove the file");
        } catch (IOException e) {
            throw cannotCreate(path, e);
        }
    }

    private static HeliosException cannotCreate(Path path, IOException cause) {
        return new HeliosException(SqlState.IO_ERROR, "cannot create " + path + ": " + cause);
    }

    /** Called by the thread of the trace. */
    private void ended(RunningTrace trace) {
        Trace last = trace.snapshot();
        synchronized (this) {
            running = running.stream().filter(other -> other != trace).toList();
            endedTraces.addLast(last);
            if (endedTraces.size() > MOST_ENDED) {
                endedTraces.removeFirst();
            }
        }
        LOGGER.info(
                "trace {} ended: {}, {} packets, {} bytes, {} dropped",
                last.id(),
                last.state(),
                last.packets(),
                last.bytes(),
                last.dropped());
        changed.run();
    }

    @Override
    public CompletionStage<Trace> stop(long id) {
        synchronized (this) {
            for (RunningTrace trace : running) {
                if (trace.id() == id) {
                    return trace.stop().copy();
                }
            }
            for (Trace trace : endedTraces) {
                if (trace.id() == id) {
                    return CompletableFuture.completedFuture(trace);
                }
            }
        }
        return CompletableFuture.failedFuture(
                new HeliosException(SqlState.UNDEFINED_OBJECT, "there is no trace " + id));
    }

    @Override
    public synchronized List<Trace> list() {
        List<Trace> all = new ArrayList<>(endedTraces);
        running.forEach(trace -> all.add(trace.snapshot()));
        all.sort((one, other) -> Long.compare(one.id(), other.id()));
        return List.copyOf(all);
    }

    /** Ends all of them and begins no other. */
    public CompletableFuture<Void> close() {
        List<RunningTrace> last;
        synchronized (this) {
            closed = true;
            last = running;
        }
        return CompletableFuture.allOf(last.stream().map(RunningTrace::stop).toArray(CompletableFuture[]::new));
    }
}
