package io.heliosdb.spi.protocol;

import io.netty.buffer.ByteBuf;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a packet trace shows of one connection: a protocol's own copy of the streams of octets in both directions, from which
 * it takes secrets, and what an analyser could not make sense of in a stream that is in clear, such as the request for TLS.
 * Secrets are overwritten rather than left out, so that every message keeps its length. Called on the connection's event
 * loop for every piece of octets before it goes its way; the pieces end where the network or a buffer ended, so that a
 * message may come in many of them.
 */
@ConsumerType
public interface TraceView {
    /** Where octets go that are shown. All buffers are borrowed, and not to be changed afterwards. */
    @ProviderType
    interface Shown {
        void received(ByteBuf octets);

        void sent(ByteBuf octets);

        /** Says something to the reader, beside the octets that are shown next. */
        void note(String words);
    }

    /**
     * Called once, before anything else: a view that begins in the middle of a session may show a made-up beginning that an
     * analyser needs to understand the rest.
     */
    default void begin(Shown shown) {}

    /**
     * Takes what the client sent.
     *
     * @param octets a copy, to be changed in place and shown as a whole or in part
     */
    void received(ByteBuf octets, Shown shown);

    /**
     * Takes what the client is sent.
     *
     * @param octets a copy, to be changed in place and shown as a whole or in part
     */
    void sent(ByteBuf octets, Shown shown);
}
