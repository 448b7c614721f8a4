package io.heliosdb.compat.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * What a MySQL server says first on a connection, as far as it tells who it is: MySQL Internals, protocol handshake,
 * version 10.
 *
 * @param version the server's version as it names itself, such as {@code 8.0.36} or {@code 10.11.6-MariaDB}
 */
record MySqlGreeting(String version) {

    private static final int HEADER = 4;
    private static final int PROTOCOL = 10;
    private static final int LIMIT_MILLISECONDS = 5_000;

    /** MariaDB 10 puts it before its version, for the sake of old replicas that expect a 5 there. */
    private static final String REPLICATION_PREFIX = "5.5.5-";

    /**
     * Connects, reads the greeting and hangs up.
     *
     * @throws IOException where nobody listens, or where somebody says something else
     */
    static MySqlGreeting ask(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(LIMIT_MILLISECONDS);
            socket.connect(address, LIMIT_MILLISECONDS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] header = new byte[HEADER];
            in.readFully(header);
            int length = (header[0] & 0xff) | (header[1] & 0xff) << 8 | (header[2] & 0xff) << 16;
            byte[] payload = in.readNBytes(length);
            if (payload.length == 0 || payload[0] != PROTOCOL) {
                throw new IOException("no MySQL greeting of version " + PROTOCOL + " at " + address);
            }
            return new MySqlGreeting(text(payload));
        }
    }

    private static String text(byte[] payload) {
        int end = 1;
        while (end < payload.length && payload[end] != 0) {
            end++;
        }
        String version = new String(payload, 1, end - 1, StandardCharsets.US_ASCII);
        return version.startsWith(REPLICATION_PREFIX) ? version.substring(REPLICATION_PREFIX.length()) : version;
    }

    /** The product with its version, as a report names it. */
    String product() {
        int suffix = version.indexOf('-');
        String number = suffix < 0 ? version : version.substring(0, suffix);
        return (version.contains("MariaDB") ? "MariaDB " : "MySQL ") + number;
    }
}
