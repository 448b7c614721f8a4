package io.heliosdb.gateway.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;

/** Shows what a client answers first to being greeted, and goes. */
final class FirstWords extends ChannelInboundHandlerAdapter {
    private final Consumer<ByteBuf> listener;

    /** @param listener leaves the bytes as they are */
    FirstWords(Consumer<ByteBuf> listener) {
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        listener.accept((ByteBuf) message);
        ctx.fireChannelRead(message);
        if (!ctx.isRemoved()) {
            ctx.pipeline().remove(this);
        }
    }
}
