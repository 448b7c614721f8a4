package io.heliosdb.pg.engine;

import io.heliosdb.spi.engine.EngineEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that says what a test wants it to say, right or wrong. Each connection runs the same script. */
final class FakeEngine implements Closeable {
    /** What a connection does after it was accepted. */
    interface Script {
        void run(Connection connection) throws IOException;
    }

    /** One connection, seen from the server. */
    static final class Connection implements Closeable {
        private final Socket socket;
        private final int number;
        private final DataInputStream in;
        private final DataOutputStream out;

        Connection(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.number = number;
            this.in = new DataInputStream(socket.getInputStream());
            this.out = new DataOutputStream(socket.getOutputStream());
        }

        /** The how-manieth it is, from 1. */
        int number() {
            return number;
        }

        /** A message without type; its body. */
        byte[] readInitial() throws IOException {
            byte[] body = new byte[in.readInt() - Integer.BYTES];
            in.readFully(body);
            return body;
        }

        /** The type of the next message. */
        char readMessage() throws IOException {
            char type = (char) in.readByte();
            in.readFully(new byte[in.readInt() - Integer.BYTES]);
            return type;
        }

        Connection raw(int... octets) throws IOException {
            for (int octet : octets) {
                out.writeByte(octet);
            }
            out.flush();
            return this;
        }

        Connection message(char type, byte[] body) throws IOException {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            DataOutputStream message = new DataOutputStream(whole);
            message.writeByte(type);
            message.writeInt(Integer.BYTES + body.length);
            message.write(body);
            out.write(whole.toByteArray());
            out.flush();
            return this;
        }

        /** A message whose body is an Int32 and text. */
        Connection message(char type, int number, String text) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            new DataOutputStream(body).writeInt(number);
            body.write(text.getBytes(StandardCharsets.UTF_8));
            return message(type, body.toByteArray());
        }

        Connection message(char type, String body) throws IOException {
            return message(type, body.getBytes(StandardCharsets.UTF_8));
        }

        Connection fatal(String sqlState, String text) throws IOException {
            return message('E', "SFATAL\0VFATAL\0C" + sqlState + "\0M" + text + "\0\0");
        }

        /** Lets the client in without a password, as process 4711. */
        Connection letIn() throws IOException {
            readInitial();
            return welcome();
        }

        Connection welcome() throws IOException {
            message('R', 0, "");
            message('S', "client_encoding\0UTF8\0");
            message('K', 4711, "keys");
            return message('Z', "I");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }

        void awaitOctet() throws IOException {
            in.readByte();
        }

        /** Waits until the client has closed the connection. */
        void awaitEnd() throws IOException {
            while (in.read() >= 0) {
                // for nobody
            }
        }
    }

    private final ServerSocket server;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    FakeEngine(Script script) {
        this(0, script);
    }

    FakeEngine(int port, Script script) {
        this.script = script;
        try {
            server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** A port on which nobody listens, at least for a while. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable action) {
        Thread thread = new Thread(action, "fake-engine");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                Connection connection = new Connection(socket, connections.size() + 1);
                connections.add(connection);
                start(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Connection connection) {
        try (connection) {
            script.run(connection);
        } catch (IOException e) {
            // The client went away, which the test sees from the other side.
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections that were accepted so far. */
    int accepted() {
        return connections.size();
    }

    EngineAddress address() {
        return address(port(), SslMode.DISABLE, Optional.empty());
    }

    EngineAddress address(SslMode mode) {
        return address(port(), mode, Optional.empty());
    }

    static EngineAddress address(int port, SslMode mode, Optional<String> password) {
        return new EngineAddress(
                new EngineEndpoint("127.0.0.1", port, "boss", password, "postgres"), mode, Optional.empty());
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
