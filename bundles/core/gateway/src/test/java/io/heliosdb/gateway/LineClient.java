package io.heliosdb.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** A client of {@link LineProtocol}, with the JDK's blocking sockets. Waits for an answer as long as a test may last. */
final class LineClient implements AutoCloseable {
    private static final int LONG_ENOUGH_MILLIS = 30_000;

    private final Socket socket;

    LineClient(int port) {
        this(connect(port));
    }

    LineClient(Socket socket) {
        this.socket = socket;
    }

    Socket socket() {
        return socket;
    }

    LineClient send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(US_ASCII));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line, or null where the server has closed. */
    String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    return null;
                }
                line.write(octet);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the server says nothing", e);
        } catch (IOException reset) {
            return null;
        }
        return line.toString(US_ASCII);
    }

    String ask(String line) {
        return send(line + "\n").line();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket connect(int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(LONG_ENOUGH_MILLIS);
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
