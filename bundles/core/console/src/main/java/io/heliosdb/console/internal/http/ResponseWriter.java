package io.heliosdb.console.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executor;

/** Writes responses to one connection, with the headers that every one of them has. Used on its event loop. */
final class ResponseWriter {
    private static final int PIECE = 64 * 1024;

    /** Nothing is kept, framed, guessed or fetched from elsewhere; the page's own files alone may run. */
    private static final Map<String, String> ALWAYS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY");

    private final ChannelHandlerContext context;
    private final Executor executor;

    /** @param executor reads files */
    ResponseWriter(ChannelHandlerContext context, Executor executor) {
        this.context = context;
        this.executor = executor;
    }

    /**
     * @param withBody whether it is sent, which it is not to HEAD
     * @param sent run when everything is written, or cannot be
     */
    void write(Response response, boolean withBody, boolean keepAlive, Runnable sent) {
        boolean ofFile = response.file().isPresent();
        HttpResponse head = ofFile
                ? new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()))
                : new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(response.status()),
                        withBody ? Unpooled.wrappedBuffer(response.body()) : Unpooled.EMPTY_BUFFER);
        HttpHeaders headers = head.headers();
        ALWAYS.forEach(headers::set);
        if (!response.type().isEmpty()) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, response.type());
        }
        response.headers().forEach(headers::set);
        headers.set(HttpHeaderNames.CONNECTION, keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        if (ofFile) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            context.write(head);
            if (withBody) {
                new Sending(response.file().get(), sent).next();
            } else {
                context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(done -> sent.run());
            }
        } else {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
            context.writeAndFlush(head).addListener(done -> sent.run());
        }
    }

    /** A file on its way: one piece is read when the last one is written. */
    private final class Sending {
        private final Path file;
        private final Runnable sent;
        private InputStream in;

        Sending(Path file, Runnable sent) {
            this.file = file;
            this.sent = sent;
        }

        void next() {
            executor.execute(() -> {
                try {
                    if (in == null) {
                        in = Files.newInputStream(file);
                    }
                    byte[] piece = in.readNBytes(PIECE);
                    context.executor().execute(() -> send(piece));
                } catch (IOException e) {
                    // Its length was not told: a connection that ends says that it is not whole.
                    context.executor().execute(context::close);
                    end();
                }
            });
        }

        private void send(byte[] piece) {
            if (piece.length == 0) {
                context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(done -> sent.run());
                executor.execute(this::end);
                return;
            }
            ByteBuf bytes = Unpooled.wrappedBuffer(piece);
            context.writeAndFlush(new DefaultHttpContent(bytes)).addListener(done -> {
                if (done.isSuccess()) {
                    next();
                } else {
                    executor.execute(this::end);
                    sent.run();
                }
            });
        }

        private void end() {
            try {
                if (in != null) {
                    in.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
