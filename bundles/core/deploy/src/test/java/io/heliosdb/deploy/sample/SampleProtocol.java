package io.heliosdb.deploy.sample;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.protocol.Activity;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.ClientDescription;
import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.protocol.Recognition;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A protocol of a deployed bundle: whatever the client sends is answered by the version. */
public final class SampleProtocol implements Protocol {
    private final String version;

    /** @param version that every session tells; one that begins with {@code bad} tells its clients errors */
    public SampleProtocol(String version) {
        this.version = version;
    }

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public int defaultPort() {
        return 1;
    }

    @Override
    public Recognition recognise(Preamble preamble) {
        return Recognition.NO;
    }

    @Override
    public ProtocolSession open(Client client) {
        client.channel().pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ((ByteBuf) message).release();
                client.loggedIn(new ClientDescription("u", "d", Optional.empty(), Optional.empty()));
                client.activity(Activity.ACTIVE);
                if (version.startsWith("bad")) {
                    client.errorTold("XX000");
                }
                ctx.writeAndFlush(line(version));
                client.activity(Activity.IDLE);
            }
        });
        return new ProtocolSession() {
            @Override
            public void terminate(HeliosException reason) {
                client.channel().writeAndFlush(line(reason.sqlState())).addListener(ChannelFutureListener.CLOSE);
            }

            @Override
            public void statementTimedOut() {
                // its statements take no time
            }
        };
    }

    private static ByteBuf line(String text) {
        return Unpooled.copiedBuffer(text + "\n", StandardCharsets.US_ASCII);
    }
}
