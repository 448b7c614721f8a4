package io.heliosdb.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.protocol.ClientLimits;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;

/** Without a network: everything happens inside {@link #send}. At the end every buffer must have been released. */
final class EmbeddedTalk implements Talk {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final FakeClient client;
    private final ProtocolSession session;

    EmbeddedTalk(Protocol protocol, Lent lent, ClientLimits limits) {
        channel.config().setAllocator(allocator);
        client = lent.to(new FakeClient(channel)).with(limits);
        session = protocol.open(client);
        collect();
    }

    FakeClient client() {
        return client;
    }

    ProtocolSession session() {
        return session;
    }

    EmbeddedChannel channel() {
        return channel;
    }

    @Override
    public void send(byte[] octets) {
        if (channel.isOpen()) {
            channel.writeInbound(allocator.buffer(octets.length).writeBytes(octets));
        }
        collect();
    }

    @Override
    public byte[] received() {
        collect();
        byte[] octets = received.toByteArray();
        received.reset();
        return octets;
    }

    @Override
    public boolean closed() {
        collect();
        return !channel.isOpen();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        assertThat(allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory())
                .as("octets in buffers that nobody released")
                .isZero();
    }

    private void collect() {
        channel.runPendingTasks();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            received.writeBytes(ByteBufUtil.getBytes(out));
            out.release();
        }
        channel.checkException();
    }
}
