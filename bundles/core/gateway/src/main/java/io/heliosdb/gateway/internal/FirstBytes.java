package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.ServiceCatalog;
import io.heliosdb.gateway.internal.tls.ServerTls;
import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.Recognition;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a connection's first bytes until its protocol is found; then the protocol's handlers are added, this one goes, and
 * the bytes are read through them. Where they are TLS, they go through its handler to a second one like this.
 */
public abstract sealed class FirstBytes extends ChannelInboundHandlerAdapter permits OwnPort, SharedPort {
    protected static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.gateway.detection");

    /** Most bytes that a protocol may need to be recognised. */
    private static final int ENOUGH_BYTES = 64;

    /** TLS record type of a ClientHello, and the major version of every record (RFC 8446, section 5.1). */
    private static final int TLS_HANDSHAKE = 0x16;

    private static final int TLS_MAJOR_VERSION = 3;

    protected final Connection connection;
    private final SslHandler tls;
    private ChannelHandlerContext context;
    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    private Future<?> silence;
    private Optional<String> alpn = Optional.empty();

    /** @param tls the handler that decrypts the bytes; null in clear */
    FirstBytes(Connection connection, SslHandler tls) {
        this.connection = connection;
        this.tls = tls;
    }

    /** Nothing is received yet, and the client can send. */
    abstract void listening();

    /** Something is received: finds the protocol, if it can be found. */
    abstract void decide();

    /** TLS has agreed on an application protocol, so the client need not send anything. */
    abstract void agreed(String applicationProtocol);

    /** One like this that looks at what TLS decrypts. */
    abstract FirstBytes inside(SslHandler newTls);

    /** The application protocols to agree on in TLS. */
    abstract Collection<String> alpnOffered();

    final boolean encrypted() {
        return tls != null;
    }

    final boolean anythingReceived() {
        return received.isReadable();
    }

    final ServiceCatalog.Snapshot services() {
        return connection.services();
    }

    /** Whether the client begins with TLS, which the server can speak. */
    final Recognition clientHello() {
        if (encrypted() || connection.context().tls().isEmpty()) {
            return Recognition.NO;
        }
        int start = received.readerIndex();
        if (received.getUnsignedByte(start) != TLS_HANDSHAKE) {
            return Recognition.NO;
        }
        if (received.readableBytes() == 1) {
            return Recognition.MORE;
        }
        return received.getUnsignedByte(start + 1) == TLS_MAJOR_VERSION ? Recognition.MATCH : Recognition.NO;
    }

    /** What a protocol says of what is received; one that wants too many bytes does not recognise them. */
    final Recognition ask(Protocol protocol) {
        Recognition answer = ask(protocol, received);
        boolean undecided = answer == Recognition.MORE;
        return undecided && received.readableBytes() >= ENOUGH_BYTES ? Recognition.NO : answer;
    }

    /** What a protocol says of bytes; one that fails does not recognise them. */
    final Recognition ask(Protocol protocol, ByteBuf bytes) {
        try {
            return protocol.recognise(new Preamble(bytes.slice().asReadOnly(), encrypted(), alpn));
        } catch (RuntimeException defect) {
            LOGGER.warn("{} failed on the first bytes of client {}", protocol.name(), connection.id(), defect);
            return Recognition.NO;
        }
    }

    /** Whether bytes are surely the beginning of TLS: a handshake record of version 3.1 to 3.4. */
    static boolean beginsWithTls(ByteBuf bytes) {
        int start = bytes.readerIndex();
        return bytes.readableBytes() > 2
                && bytes.getUnsignedByte(start) == TLS_HANDSHAKE
                && bytes.getUnsignedByte(start + 1) == TLS_MAJOR_VERSION
                && bytes.getByte(start + 2) > 0;
    }

    /** Opens a protocol behind a handler that sees what this one lets through. */
    final void open(Protocol protocol, ChannelHandler before) {
        ChannelPipeline pipeline = context.pipeline();
        pipeline.addAfter(context.name(), null, before);
        if (!open(protocol)) {
            pipeline.remove(before);
        }
    }

    /** Whether the protocol was there to be opened. */
    final boolean open(Protocol protocol) {
        boolean opened = connection.open(protocol);
        if (opened) {
            leave();
        }
        return opened;
    }

    final void startTls() {
        SslHandler newTls = connection.newTls(alpnOffered());
        ChannelPipeline pipeline = context.pipeline();
        pipeline.addAfter(context.name(), null, inside(newTls));
        pipeline.addAfter(context.name(), null, newTls);
        leave();
    }

    final void waitInSilence(Duration limit, Runnable over) {
        stopWaiting();
        silence = context.executor().schedule(over, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    final boolean waitsInSilence() {
        return silence != null;
    }

    /** Nobody knows this client. */
    final void giveUp(String why) {
        LOGGER.debug("client {}: {}", connection.id(), why);
        connection.closeNow();
    }

    @Override
    public final void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        connection.undecided(this::lookAgain);
    }

    @Override
    public final void channelActive(ChannelHandlerContext ctx) {
        listening();
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        stopWaiting();
        received = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, (ByteBuf) message);
        if (received.isReadable()) {
            decide();
        }
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            return;
        }
        if (!handshake.isSuccess()) {
            // The TLS handler closes the connection, after an alert that says why.
            LOGGER.debug(
                    "client {}: no TLS: {}", connection.id(), handshake.cause().getMessage());
            return;
        }
        alpn = ServerTls.agreed(tls);
        alpn.ifPresentOrElse(this::agreed, this::listening);
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        forget();
    }

    @Override
    public final void handlerRemoved(ChannelHandlerContext ctx) {
        stopWaiting();
        ByteBuf bytes = received;
        received = Unpooled.EMPTY_BUFFER;
        if (bytes.isReadable() && ctx.channel().isActive()) {
            ctx.fireChannelRead(bytes);
            ctx.fireChannelReadComplete();
        } else {
            bytes.release();
        }
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        Throwable cause = thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
        LOGGER.debug("client {}: {}", connection.id(), cause.toString());
        ctx.close();
    }

    private void lookAgain() {
        if (anythingReceived()) {
            decide();
        } else if (alpn.isPresent()) {
            agreed(alpn.get());
        } else if (tls == null || tls.handshakeFuture().isSuccess()) {
            listening();
        }
    }

    private void leave() {
        if (!context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }

    private void forget() {
        stopWaiting();
        received.release();
        received = Unpooled.EMPTY_BUFFER;
    }

    private void stopWaiting() {
        if (silence != null) {
            silence.cancel(false);
            silence = null;
        }
    }
}
