package io.heliosdb.gateway.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** At the end of the pipeline: what no handler of the protocol caught ends the session, and only this one. */
final class LastResort extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.gateway.connection");

    private final Connection connection;

    LastResort(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        Throwable cause = thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof IOException) { // the network's or TLS's (SSLException): nothing can be told to the client
            LOGGER.debug("client {}: {}", connection.id(), cause.toString());
            connection.closeNow();
        } else if (cause instanceof HeliosException reason) {
            connection.end(reason);
        } else {
            LOGGER.warn("client {}: session failed", connection.id(), cause);
            connection.defect();
            connection.end(new HeliosException(SqlState.INTERNAL_ERROR, "internal error"));
        }
    }
}
