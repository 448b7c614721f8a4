package io.heliosdb.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private final LineProtocol alpha = LineProtocol.clientFirst("alpha").withAlpn("alpha/1", "alpha/2");
    private final LineProtocol beta = LineProtocol.clientFirst("beta");
    private final LineProtocol greeter = LineProtocol.serverFirst("greeter");

    @TempDir
    private Path home;

    private TestGateway server;

    @BeforeEach
    void open() {
        server = new TestGateway(home)
                .with(alpha, beta, greeter)
                .with("tls.enabled", "true")
                .with("detection-silence", "1 h")
                .open();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theApplicationProtocolAgreedInTlsNamesTheProtocol() throws SSLException {
        try (LineClient client = encrypted("shared", "other", "alpha/2", "alpha/1")) {
            assertThat(((SSLSocket) client.socket()).getApplicationProtocol()).isEqualTo("alpha/2");
            // Opened before it has sent anything.
            assertThat(client.ask("client"))
                    .isEqualTo("encrypted true, alpn alpha/2, certificate true, dialect false, mechanism false");
        }
    }

    @Test
    void withoutAgreementTheDecryptedBytesNameTheProtocol() throws SSLException {
        try (LineClient client = encrypted("shared")) {
            assertThat(client.ask("beta says")).isEqualTo("1: beta says");
            assertThat(client.ask("client")).startsWith("encrypted true, alpn none, certificate true");
        }
    }

    @Test
    void aClientThatOffersOnlyWhatNobodySpeaksIsRefused() {
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> encrypted("shared", "other"))
                .withMessageContaining("no_application_protocol");
    }

    @Test
    void aFirstByteLikeThatOfTlsIsNotTakenForIt() throws SSLException {
        // The first byte of a TLS record alone, then what cannot be its second.
        try (LineClient client = server.client("shared")) {
            client.send("\u0016");
            client.send("x\n");
            assertThat(client.line()).isNull();
        }
    }

    @Test
    void ownPortsOfProtocolsWithAnAlpnTakeBoth() throws SSLException {
        try (LineClient direct = encrypted("alpha", "alpha/1");
                LineClient plain = server.client("alpha")) {
            assertThat(direct.ask("client")).startsWith("encrypted true");
            assertThat(plain.ask("client")).startsWith("encrypted false, alpn none, certificate false");
        }
    }

    @Test
    void onItsOwnPortTheProtocolDecidesOnTlsWithoutAgreement() throws SSLException {
        try (LineClient taken = encrypted("alpha");
                LineClient refused = encrypted("alpha")) {
            assertThat(taken.ask("alpha says")).isEqualTo("1: alpha says");
            assertThat(refused.ask("beta says")).isNull();
        }
    }

    @Test
    void aProtocolStartsTlsInItsOwnMessages() throws SSLException {
        try (LineClient plain = server.client("greeter")) {
            assertThat(plain.line()).isEqualTo("greeter 1");
            assertThat(plain.ask("tls")).isEqualTo("1: tls");
            try (LineClient client = new LineClient(trusting().over(plain, "whatever"))) {
                assertThat(client.ask("client")).startsWith("encrypted true, alpn none, certificate true");
                assertThat(client.ask("login")).isEqualTo("1: login");
                assertThat(client.ask("on")).isEqualTo("1: on");
            }
        }
    }

    /** As SQL Server's clients log in: the handshake in packets, and no TLS after the login. */
    @Test
    void aProtocolWrapsTlsInItsPacketsAndLeavesIt() throws Exception {
        SSLEngine engine = trusting().engine();
        LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            Channel client = new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .handler(new SimpleChannelInboundHandler<ByteBuf>() {
                        @Override
                        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf line) {
                            lines.add(line.toString(US_ASCII));
                        }
                    })
                    .connect("127.0.0.1", server.port("beta"))
                    .sync()
                    .channel();
            client.pipeline().addFirst(new LineBasedFrameDecoder(1000));
            send(client, "wrapped tls");
            assertThat(lines.poll(30, TimeUnit.SECONDS)).isEqualTo("1: wrapped tls");
            SslHandler tls = new SslHandler(engine);
            client.pipeline().addFirst("packets", LineProtocol.packets());
            client.pipeline().addFirst(new LengthFieldPrepender(2));
            client.pipeline().addAfter("packets", "tls", tls);
            tls.handshakeFuture().sync();
            send(client, "client");
            assertThat(lines.poll(30, TimeUnit.SECONDS)).startsWith("encrypted true");
            send(client, "bare");
            assertThat(lines.poll(30, TimeUnit.SECONDS)).isEqualTo("1: bare");
            client.pipeline().remove(SslHandler.class);
            client.pipeline().remove(LengthFieldPrepender.class);
            client.pipeline().remove(LengthFieldBasedFrameDecoder.class);
            send(client, "client");
            assertThat(lines.poll(30, TimeUnit.SECONDS)).startsWith("encrypted false");
            client.close().sync();
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private static void send(Channel client, String line) {
        client.writeAndFlush(Unpooled.copiedBuffer(line + "\n", US_ASCII));
    }

    private LineClient encrypted(String portName, String... alpn) throws SSLException {
        return new LineClient(trusting().over(server.client(portName), alpn));
    }

    private TlsClient trusting() {
        return new TlsClient(home.resolve("tls/server.crt"));
    }
}
