package io.heliosdb.spi.operation;

import io.heliosdb.spi.error.HeliosException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Packet traces: files of the octets between clients and the server, in clear even where TLS is between them, which a
 * protocol analyser (Wireshark) reads. A service of the container; safe for threads. Where no trace runs, connections pay
 * nothing for it.
 */
@ProviderType
public interface PacketTraces {
    /** Most traces that run at once. */
    int MOST_RUNNING = 8;

    /** Most traces that have ended and are still listed. */
    int MOST_ENDED = 32;

    /**
     * Creates the file and begins. New connections are in the trace from their first octet on; those that are open from the
     * moment on at which they are logged in and idle. Opens a file, so it is not to be called on an event loop.
     *
     * @throws HeliosException 42710 where the file exists, 54000 where {@link #MOST_RUNNING} traces run, 58030 where the file
     *     cannot be created, 57P03 while the server stops
     */
    Trace start(TraceRequest request);

    /**
     * Ends a trace; one that has ended stays as it is.
     *
     * @return complete when the file is; fails with a HeliosException, 42704, for a trace that is not listed
     */
    CompletionStage<Trace> stop(long id);

    /** The traces that run and those that ended last, the oldest first. */
    List<Trace> list();
}
