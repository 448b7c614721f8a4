package io.heliosdb.spi.operation;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A packet trace as it is at one moment.
 *
 * @param id number of the trace since the server started
 * @param request what it was started with
 * @param file the whole path
 * @param state whether it runs, or why it ended
 * @param failure what went wrong, where it failed
 * @param bytes octets of the file
 * @param packets packets in the file, those without octets of a client or the server among them
 * @param dropped pieces of the connections' octets that are not in the file, because they came faster than they could be
 *     written
 * @param connections connections that are or were in it
 * @param since when it began
 */
public record Trace(
        long id,
        TraceRequest request,
        Path file,
        State state,
        Optional<String> failure,
        long bytes,
        long packets,
        long dropped,
        long connections,
        Instant since) {
    public Trace {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(since, "since");
    }

    /** Whether a trace runs, or why it does not. */
    public enum State {
        RUNNING,
        /** It was stopped, by somebody or with the server. */
        STOPPED,
        /** Its file reached the size that it may have. */
        FULL,
        /** Its time was over. */
        EXPIRED,
        /** Its file could not be written. */
        FAILED
    }
}
