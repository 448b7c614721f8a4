package io.heliosdb.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
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
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A protocol for tests: lines of text. Clients of the kind that speaks first begin with the protocol's name; the other
 * kind is greeted with it.
 *
 * <p>{@code login} logs in, {@code tls} starts TLS, {@code wrapped tls} starts it inside packets and {@code bare} leaves it
 * and them, {@code run}, {@code begin} and {@code done} tell what the session does,
 * {@code fail} throws, {@code client} answers what the gateway says of the client, every other line is answered by itself.
 */
final class LineProtocol implements Protocol {
    private static final String FRAME = "frame";

    private final String name;
    private final String version;
    private final boolean speaksFirst;
    private final Set<String> alpn;

    /** Everything that the gateway asked of sessions, in order. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    private LineProtocol(String name, String version, boolean speaksFirst, Set<String> alpn) {
        this.name = name;
        this.version = version;
        this.speaksFirst = speaksFirst;
        this.alpn = alpn;
    }

    static LineProtocol clientFirst(String name) {
        return new LineProtocol(name, "1", false, Set.of());
    }

    static LineProtocol serverFirst(String name) {
        return new LineProtocol(name, "1", true, Set.of());
    }

    LineProtocol withAlpn(String... ids) {
        return new LineProtocol(name, version, speaksFirst, Set.of(ids));
    }

    LineProtocol withVersion(String newVersion) {
        return new LineProtocol(name, newVersion, speaksFirst, alpn);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int defaultPort() {
        return 0;
    }

    @Override
    public Set<String> alpn() {
        return alpn;
    }

    @Override
    public boolean serverSpeaksFirst() {
        return speaksFirst;
    }

    @Override
    public Recognition recognise(Preamble preamble) {
        if (speaksFirst) {
            return Recognition.NO;
        }
        byte[] expected = name.getBytes(US_ASCII);
        ByteBuf bytes = preamble.bytes();
        for (int i = 0; i < expected.length; i++) {
            if (i == bytes.readableBytes()) {
                return Recognition.MORE;
            }
            if (bytes.getByte(i) != expected[i]) {
                return Recognition.NO;
            }
        }
        return Recognition.MATCH;
    }

    @Override
    public ProtocolSession open(Client client) {
        calls.add("open");
        Session session = new Session(client);
        client.channel()
                .pipeline()
                .addLast(FRAME, frame(client.limits().preLoginBytes()))
                .addLast(new Lines(client, session));
        if (speaksFirst) {
            write(client, name + " " + version);
        }
        return session;
    }

    /** A packet is its length in two octets and its contents. */
    static LengthFieldBasedFrameDecoder packets() {
        return new LengthFieldBasedFrameDecoder(65_537, 0, 2, 0, 2);
    }

    private static LineBasedFrameDecoder frame(int maxLength) {
        return new LineBasedFrameDecoder(maxLength - 1, true, true);
    }

    private static void write(Client client, String line) {
        client.channel().writeAndFlush(Unpooled.copiedBuffer(line + "\n", US_ASCII));
    }

    private final class Session implements ProtocolSession {
        private final Client client;
        private Dialect dialect;
        private boolean ended;

        Session(Client client) {
            this.client = client;
            dialect = client.dialect(name).orElse(null);
        }

        @Override
        public void dialectChanged() {
            Dialect former = dialect;
            dialect = client.dialect(name).orElse(former);
            if (former != null && dialect != former) {
                client.release(former);
                calls.add("dialect");
            }
        }

        boolean ended() {
            return ended;
        }

        @Override
        public void terminate(HeliosException reason) {
            ended = true;
            calls.add("terminate " + reason.sqlState());
            client.channel()
                    .writeAndFlush(Unpooled.copiedBuffer(reason + "\n", US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void statementTimedOut() {
            calls.add("timed out");
            write(client, "cancelled");
            client.activity(Activity.IDLE);
        }
    }

    private final class Lines extends SimpleChannelInboundHandler<ByteBuf> {
        private final Client client;
        private final Session session;

        Lines(Client client, Session session) {
            this.client = client;
            this.session = session;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf line) {
            if (session.ended()) {
                return;
            }
            if (line.forEachByte(octet -> octet >= ' ') >= 0) {
                session.terminate(new HeliosException(SqlState.PROTOCOL_VIOLATION, "not text"));
                return;
            }
            String text = line.toString(US_ASCII);
            switch (text) {
                case "login" -> {
                    client.loggedIn(new ClientDescription("demo", "demo", Optional.empty(), Optional.empty()));
                    client.activity(Activity.IDLE);
                    ctx.pipeline().replace(FRAME, FRAME, frame(client.limits().messageBytes()));
                }
                case "run" -> client.activity(Activity.ACTIVE);
                case "begin" -> client.activity(Activity.IDLE_IN_TRANSACTION);
                case "done" -> client.activity(Activity.IDLE);
                case "fail" -> throw new IllegalStateException("as the test wants");
                default -> {}
            }
            write(client, text.equals("client") ? describe() : version + ": " + text);
            switch (text) {
                case "tls" -> client.startTls();
                case "wrapped tls" -> {
                    client.startTls();
                    ctx.pipeline().addFirst(new LengthFieldPrepender(2), packets());
                }
                case "bare" -> {
                    ctx.pipeline().remove(SslHandler.class);
                    ctx.pipeline().remove(LengthFieldPrepender.class);
                    ctx.pipeline().remove(LengthFieldBasedFrameDecoder.class);
                }
                default -> {}
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            boolean writable = ctx.channel().isWritable();
            if (!writable) {
                calls.add("unwritable");
            }
            ctx.channel().config().setAutoRead(writable);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
            if (thrown instanceof TooLongFrameException) {
                session.terminate(new HeliosException(SqlState.PROGRAM_LIMIT_EXCEEDED, "line too long"));
            } else {
                ctx.fireExceptionCaught(thrown);
            }
        }

        private String describe() {
            return String.format(
                    Locale.ROOT,
                    "encrypted %s, alpn %s, certificate %s, dialect %s, mechanism %s",
                    client.encrypted(),
                    client.alpn().orElse("none"),
                    client.serverCertificate().isPresent(),
                    client.dialect("test").isPresent(),
                    client.authMechanism("TEST").isPresent());
        }
    }
}
