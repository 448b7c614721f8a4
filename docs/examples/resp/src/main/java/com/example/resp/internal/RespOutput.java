package com.example.resp.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;

/** Replies to the client, gathered until they are flushed. */
final class RespOutput {
    private static final byte[] END = {'\r', '\n'};

    private final ChannelHandlerContext context;
    private ByteBuf gathered;
    private int version = 2;

    RespOutput(ChannelHandlerContext context) {
        this.context = context;
    }

    /** @param agreed 2 or 3; they differ in what they write for nothing and for a map */
    void speak(int agreed) {
        version = agreed;
    }

    int version() {
        return version;
    }

    void simple(String text) {
        line('+', text);
    }

    /** @param message with its code */
    void error(String message) {
        line('-', message.replace('\r', ' ').replace('\n', ' '));
    }

    void integer(long number) {
        line(':', Long.toString(number));
    }

    void bulk(byte[] octets) {
        line('$', Integer.toString(octets.length));
        gathered().writeBytes(octets).writeBytes(END);
    }

    void bulk(String text) {
        bulk(text.getBytes(StandardCharsets.UTF_8));
    }

    void nothing() {
        if (version == 2) {
            line('$', "-1");
        } else {
            line('_', "");
        }
    }

    /** What so many replies follow. */
    void array(int length) {
        line('*', Integer.toString(length));
    }

    /** What so many pairs of replies follow. */
    void map(int pairs) {
        if (version == 2) {
            array(2 * pairs);
        } else {
            line('%', Integer.toString(pairs));
        }
    }

    private void line(char type, String text) {
        gathered()
                .writeByte(type)
                .writeBytes(text.getBytes(StandardCharsets.UTF_8))
                .writeBytes(END);
    }

    void flush() {
        if (gathered != null) {
            ByteBuf buffer = gathered;
            gathered = null;
            context.writeAndFlush(buffer, context.voidPromise());
        }
    }

    void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private ByteBuf gathered() {
        if (gathered == null) {
            gathered = context.alloc().buffer();
        }
        return gathered;
    }
}
