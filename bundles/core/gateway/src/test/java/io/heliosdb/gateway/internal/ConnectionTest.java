package io.heliosdb.gateway.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heliosdb.gateway.GatewaySettings;
import io.heliosdb.gateway.ServiceCatalog;
import io.heliosdb.gateway.internal.trace.Traces;
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
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One connection without a network, its protocol being the test itself. */
class ConnectionTest implements Protocol, ProtocolSession {
    private static final ClientDescription DEMO =
            new ClientDescription("demo", "demo", Optional.of("driver 1.0"), Optional.empty());

    private final ServiceCatalog catalog = new ServiceCatalog();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final StringBuilder received = new StringBuilder();
    private final List<String> told = new ArrayList<>();
    private long now;
    private Client client;
    private boolean pausesAtFirstBytes;
    private boolean breaksAtEnd;

    @BeforeEach
    void connect() {
        catalog.addProtocol(this, "1", 0);
        GatewaySettings settings = GatewayKeys.reader(Path.of("home"), (key, why) -> {
                    throw new AssertionError(key + why);
                })
                .read(Map.of("waiting-room-bytes", "10", "waiting-room-time", "0", "idle-timeout", "1 s"));
        Traces traces = new Traces(Path.of("traces"), "test", () -> {});
        GatewayContext context = new GatewayContext(settings, catalog, Optional::empty, () -> {}, traces);
        LoopWatch watch = LoopWatch.start(channel.eventLoop(), () -> now);
        Connection connection = new Connection(channel, context, watch, Port.own("line", catalog));
        connection.begin(new OwnPort(connection, "test"));
        channel.pipeline().fireChannelActive();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    @Test
    void theRestOfALoginsRequestWaitsForTheLogin() {
        pausesAtFirstBytes = true;
        send("0123456789 and much more than is allowed");
        assertThat(received).hasToString("0123456789");
        assertThat(told).isEmpty();

        client.loggedIn(DEMO);
        assertThat(received).hasToString("0123456789 and much more than is allowed");
        channel.config().setAutoRead(true);
        send(" and more");
        assertThat(received.toString()).endsWith(" and more");
        assertThat(told).isEmpty();
    }

    @Test
    void whoAsksForTheRestBeforeTheLoginIsRefused() {
        pausesAtFirstBytes = true;
        send("0123456789abc");
        channel.config().setAutoRead(true);
        channel.runPendingTasks();
        assertThat(told).containsExactly("08P01: more than 10 bytes before the login");
        send("def");
        assertThat(received).hasToString("0123456789");
    }

    @Test
    void whatArrivesWhileTheRestWaitsWaitsToo() {
        pausesAtFirstBytes = true;
        send("0123456789abc");
        send("def");
        client.loggedIn(DEMO);
        assertThat(received).hasToString("0123456789abcdef");
    }

    @Test
    void theRestIsDroppedWithTheConnection() {
        pausesAtFirstBytes = true;
        send("0123456789abc");
        channel.close();
        assertThat(received).hasToString("0123456789");
    }

    @Test
    void aSessionThatDoesNotCloseIsClosed() {
        client.loggedIn(DEMO);
        client.activity(Activity.IDLE);
        pass(1_250);
        assertThat(told).containsExactly("57P05: terminating connection due to idle-session timeout");
        pass(4_999);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(told).hasSize(1);
    }

    @Test
    void aSessionThatCannotBeEndedIsClosed() {
        breaksAtEnd = true;
        client.loggedIn(DEMO);
        client.activity(Activity.IDLE);
        pass(1_250);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void theNetworksFailureClosesWithoutAWord() {
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        assertThat(channel.isOpen()).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void whatAHandlerThrowsEndsTheSessionWithItsReason() {
        channel.pipeline().fireExceptionCaught(new DecoderException(new HeliosException("0A000", "not that")));
        assertThat(told).containsExactly("0A000: not that");
    }

    @Test
    void aSecondLoginOnTheConnectionChangesNothing() {
        client.loggedIn(DEMO);
        client.loggedIn(DEMO);
        send("more than ten bytes");
        assertThat(received).hasToString("more than ten bytes");
    }

    @Test
    void whatTheServerDoesNotHaveIsSaid() {
        assertThatExceptionOfType(HeliosException.class)
                .isThrownBy(() -> client.engine())
                .withMessage("the engine is not available")
                .satisfies(reason -> assertThat(reason.sqlState()).isEqualTo("57P03"));
        assertThatExceptionOfType(HeliosException.class)
                .isThrownBy(() -> client.identity())
                .withMessage("the user store is not available");
        assertThatExceptionOfType(HeliosException.class)
                .isThrownBy(() -> client.startTls())
                .withMessage("the server is not configured for TLS");
        assertThat(client.tlsAvailable()).isFalse();
        assertThat(client.alpn()).isEmpty();
    }

    private void send(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
        channel.runPendingTasks();
    }

    private void pass(long millis) {
        now += millis;
        channel.advanceTimeBy(LoopWatch.TICK_MILLIS, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public int defaultPort() {
        return 0;
    }

    @Override
    public Recognition recognise(Preamble preamble) {
        return Recognition.NO;
    }

    @Override
    public ProtocolSession open(Client opened) {
        client = opened;
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                if (pausesAtFirstBytes) {
                    ctx.channel().config().setAutoRead(false);
                }
                ByteBuf bytes = (ByteBuf) message;
                received.append(bytes.toString(US_ASCII));
                bytes.release();
            }
        });
        return this;
    }

    @Override
    public void terminate(HeliosException reason) {
        if (breaksAtEnd) {
            throw new IllegalStateException("as the test wants");
        }
        told.add(reason.toString());
    }

    @Override
    public void statementTimedOut() {
        told.add("timed out");
    }
}
