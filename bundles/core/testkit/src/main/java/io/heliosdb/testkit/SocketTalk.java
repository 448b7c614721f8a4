package io.heliosdb.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Over the loopback network. */
final class SocketTalk implements Talk {
    private final SocketChannel socket;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private boolean closed;

    SocketTalk(int port) {
        try {
            socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void send(byte[] octets) {
        ByteBuffer out = ByteBuffer.wrap(octets);
        Waiting.until("the server takes what it is sent", () -> {
            write(out);
            return !out.hasRemaining() || closed;
        });
    }

    /** What can be written at this moment; the rest stays in the buffer. */
    int write(ByteBuffer out) {
        try {
            return closed ? 0 : socket.write(out);
        } catch (IOException reset) {
            closed = true;
            return 0;
        }
    }

    @Override
    public byte[] received() {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        while (read() > 0) {
            received.write(buffer.array(), 0, buffer.position());
        }
        return received.toByteArray();
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int read() {
        buffer.clear();
        try {
            int count = closed ? -1 : socket.read(buffer);
            closed |= count < 0;
            return count;
        } catch (IOException reset) {
            closed = true;
            return -1;
        }
    }
}
