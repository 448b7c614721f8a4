package io.heliosdb.spi.engine;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One client's session at the engine. All methods are called on the event loop that it was opened on; none blocks.
 *
 * <p>Requests are frontend messages of PostgreSQL's protocol 3: Query, Parse, Bind, Describe, Execute, Close, Flush, Sync,
 * FunctionCall, CopyData, CopyDone, CopyFail. They are pipelined: any number may be under way. Names of prepared
 * statements and portals belong to this session, whichever connection to the engine serves it.
 */
@ProviderType
public interface EngineSession {
    /**
     * Queues a run of whole frontend messages.
     *
     * @param run valid messages of the kinds above, in an order that the protocol allows; borrowed during the call, the
     *     reader index is moved to its end
     */
    void send(ByteBuf run);

    /**
     * Octets of a message whose header and first octets ended the run sent last: a long Bind or CopyData need not be
     * gathered. Exactly as many octets as the header announced must follow before the next {@link #send}.
     */
    void sendFragment(ByteBuf octets);

    /** Hands what is queued to the network; called once for a batch of input. */
    void flush();

    /** Stops (false) and resumes (true) reading results, for a client that is slower than the engine. */
    void setReading(boolean reading);

    /**
     * Cancels what the session runs at this moment, if anything.
     *
     * @return complete when the engine has taken notice of the request
     */
    CompletionStage<Void> cancel();

    /** Ends the session: an open transaction is rolled back, a running statement is cancelled. */
    void close();
}
