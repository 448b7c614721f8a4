package io.heliosdb.pg.embedded.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection of the supervisor's own, as superuser over the Unix socket: to see that the server answers and to run
 * administrative statements. It speaks the simple query protocol ("Message Flow" in the PostgreSQL manual) and knows no
 * authentication but the peer check.
 */
public final class ControlConnection implements AutoCloseable {

    /** PostgreSQL reported an error. */
    public static final class ServerErrorException extends IOException {

        private final String sqlState;

        ServerErrorException(String sqlState, String message) {
            super(message + " (SQLSTATE " + sqlState + ")");
            this.sqlState = sqlState;
        }

        public String sqlState() {
            return sqlState;
        }
    }

    private static final int PROTOCOL_3_0 = 3 << 16;
    private static final int LENGTH_BYTES = 4;
    private static final int LONGEST_MESSAGE = 1 << 24;

    private final SocketChannel channel;
    private final Selector selector;
    private final long deadline;
    private final Map<String, String> parameters = new HashMap<>();

    private ControlConnection(SocketChannel channel, Selector selector, Duration limit) {
        this.channel = channel;
        this.selector = selector;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /**
     * Connects and waits until the server is ready for a query.
     *
     * @param limit time for all that is done on this connection
     * @throws ServerErrorException the server answers and refuses
     * @throws IOException nobody answers
     */
    public static ControlConnection open(Path socket, String user, Duration limit) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        ControlConnection connection = null;
        try {
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            connection = new ControlConnection(channel, selector, limit);
            connection.startUp(user);
            ControlConnection ready = connection;
            connection = null;
            return ready;
        } finally {
            if (connection != null) {
                connection.close();
            }
        }
    }

    /** What the server reported of itself while it let this connection in, such as {@code server_version}. */
    public String parameter(String name) {
        return parameters.get(name);
    }

    /**
     * Runs one or more statements in one transaction.
     *
     * @return the rows of all results, values in text form, null where the database says so
     */
    public List<List<String>> query(String sql) throws IOException {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = ByteBuffer.allocate(1 + LENGTH_BYTES + text.length + 1);
        message.put((byte) 'Q').putInt(LENGTH_BYTES + text.length + 1).put(text).put((byte) 0);
        write(message.flip());
        return readUntilReady();
    }

    private void startUp(String user) throws IOException {
        byte[] body = ("user\0" + user + "\0database\0postgres\0application_name\0HeliosDB supervisor\0\0")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = ByteBuffer.allocate(2 * LENGTH_BYTES + body.length);
        message.putInt(message.capacity()).putInt(PROTOCOL_3_0).put(body);
        write(message.flip());
        readUntilReady();
    }

    /** Reads on after an error as well: only ReadyForQuery ends the answer, unless the server closes. */
    private List<List<String>> readUntilReady() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        ServerErrorException error = null;
        while (true) {
            byte type;
            ByteBuffer body;
            try {
                type = read(1).get();
                int length = read(LENGTH_BYTES).getInt();
                if (length < LENGTH_BYTES || length > LONGEST_MESSAGE) {
                    throw new IOException("message length is " + length + " (expected: " + LENGTH_BYTES + " to "
                            + LONGEST_MESSAGE + ")");
                }
                body = read(length - LENGTH_BYTES);
            } catch (IOException e) {
                throw error == null ? e : error;
            }
            switch (type) {
                case 'R' -> requireAuthenticated(body.getInt());
                case 'S' -> parameters.put(string(body), string(body));
                case 'D' -> rows.add(dataRow(body));
                case 'E' -> error = error(body);
                case 'Z' -> {
                    if (error != null) {
                        throw error;
                    }
                    return rows;
                }
                default -> {}
            }
        }
    }

    private static void requireAuthenticated(int request) throws IOException {
        if (request != 0) {
            throw new IOException("authentication request " + request + " (expected: 0, the peer check suffices)");
        }
    }

    private static List<String> dataRow(ByteBuffer body) {
        int columns = body.getShort();
        List<String> row = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
            int length = body.getInt();
            row.add(length < 0 ? null : text(body, length));
        }
        return row;
    }

    private static ServerErrorException error(ByteBuffer body) {
        Map<Character, String> fields = new HashMap<>();
        for (byte field = body.get(); field != 0; field = body.get()) {
            fields.put((char) field, string(body));
        }
        return new ServerErrorException(fields.getOrDefault('C', ""), fields.getOrDefault('M', ""));
    }

    private static String string(ByteBuffer body) {
        int length = 0;
        while (body.get(body.position() + length) != 0) {
            length++;
        }
        String text = text(body, length);
        body.get();
        return text;
    }

    private static String text(ByteBuffer body, int length) {
        byte[] bytes = new byte[length];
        body.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private ByteBuffer read(int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer);
            if (count < 0) {
                throw new IOException("the server closed the connection");
            }
            if (count == 0) {
                await(SelectionKey.OP_READ);
            }
        }
        return buffer.flip();
    }

    private void write(ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            if (channel.write(message) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    private void await(int operation) throws IOException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("the server does not answer");
        }
        channel.keyFor(selector).interestOps(operation);
        selector.select(Math.max(1, Duration.ofNanos(left).toMillis()));
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while waiting for the server");
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
