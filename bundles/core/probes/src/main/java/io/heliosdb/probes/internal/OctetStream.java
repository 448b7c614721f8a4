package io.heliosdb.probes.internal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** A connection as octets, for a probe of a protocol that no driver here speaks. Public, so that Python can call it. */
public final class OctetStream implements Closeable {
    private final Socket socket = new Socket();
    private InputStream received;

    /** @param limit how long the server may take to accept, and for each answer */
    OctetStream(String host, int port, Duration limit) throws IOException {
        int millis = Math.toIntExact(Math.max(1, Math.min(limit.toMillis(), Integer.MAX_VALUE)));
        try {
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            received = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    /** So many octets. */
    public byte[] read(int count) throws IOException {
        byte[] octets = received.readNBytes(count);
        if (octets.length < count) {
            throw new EOFException("the server closed after " + octets.length + " octets (expected: " + count + ")");
        }
        return octets;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
