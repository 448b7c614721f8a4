package io.heliosdb.mysql.protocol.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.gateway.NettyGateway;
import io.heliosdb.gateway.ServiceCatalog;
import io.heliosdb.gateway.internal.GatewayKeys;
import io.heliosdb.mysql.protocol.MysqlProtocol;
import io.heliosdb.mysql.protocol.MysqlSettings;
import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a gateway that speaks TLS: the client does not wait after its SSLRequest, since nothing answers it. */
class TlsTest {
    private static final int HANDSHAKE = 0x16;
    private static final int ALERT = 0x15;
    private static final int LONGEST_HELLO = 1 << 14;

    @TempDir
    private Path home;

    private NettyGateway gateway;

    @BeforeEach
    void start() {
        ServiceCatalog catalog = new ServiceCatalog();
        catalog.addIdentity(new FakeIdentity());
        catalog.addEngine(new FakeEngine());
        catalog.addMechanism(new FakeMechanism(FakeMechanism.CACHING_SHA2), "1", 0);
        catalog.addDialect(new FakeDialect(), "1", 0);
        catalog.addProtocol(new MysqlProtocol(FakeSession.opener(session -> {}), MysqlSettings.DEFAULT), "1", 0);
        gateway = new NettyGateway(
                GatewayKeys.reader(home, (key, why) -> {
                            throw new AssertionError(key + " " + why);
                        })
                        .read(Map.of("ephemeral", "true", "tls.enabled", "true")),
                catalog);
        gateway.open().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @AfterEach
    void stop() {
        gateway.shutDown().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void aHelloInTheSameBreathIsAnswered() throws IOException, GeneralSecurityException {
        assertThat(answerTo(hello())).isEqualTo(HANDSHAKE);
    }

    @Test
    void aLoginInClearBehindTheRequestIsNotRead() throws IOException {
        assertThat(answerTo(Packets.packet(2, Packets.response("demo", "secret"))))
                .isIn(ALERT, -1);
    }

    /** The first octet of what the server says to an SSLRequest and what follows in the same packet of the network. */
    private int answerTo(byte[] behind) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.ports().get("mysql"))) {
            socket.setSoTimeout(30_000);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] header = new byte[4];
            in.readFully(header);
            in.readFully(new byte[Unpooled.wrappedBuffer(header).getUnsignedMediumLE(0)]);
            byte[] request = new byte[32];
            Unpooled.wrappedBuffer(request).setIntLE(0, Packets.USUAL | Capability.SSL);
            byte[] packet = Packets.packet(1, request);
            ByteBuffer all = ByteBuffer.allocate(packet.length + behind.length)
                    .put(packet)
                    .put(behind);
            socket.getOutputStream().write(all.array());
            return in.read();
        }
    }

    private static byte[] hello() throws IOException, GeneralSecurityException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(LONGEST_HELLO + engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] hello = new byte[out.flip().remaining()];
        out.get(hello);
        return hello;
    }
}
