package io.heliosdb.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client of MySQL that is as small as can be: logs in as demo and sends queries. */
final class MysqlTalk implements AutoCloseable {
    private static final int LONG_ENOUGH_MILLIS = 30_000;

    /** LONG_PASSWORD, PROTOCOL_41, SECURE_CONNECTION, PLUGIN_AUTH. */
    private static final int CAPABILITIES = 1 | (1 << 9) | (1 << 15) | (1 << 19);

    private static final int SSL = 1 << 11;
    private static final int OK = 0;
    private static final int MORE_DATA = 1;
    private static final int FULL_LOGIN = 4;
    private static final int EOF = 0xfe;
    private static final int ERR = 0xff;

    private Socket socket;
    private DataInputStream in;
    private OutputStream out;
    private int sequence;

    private MysqlTalk(int port) throws IOException {
        use(new Socket(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(LONG_ENOUGH_MILLIS);
    }

    static MysqlTalk login(int port, boolean tls) throws IOException, GeneralSecurityException {
        MysqlTalk talk = new MysqlTalk(port);
        talk.login(tls);
        return talk;
    }

    private void use(Socket newSocket) throws IOException {
        socket = newSocket;
        in = new DataInputStream(newSocket.getInputStream());
        out = newSocket.getOutputStream();
    }

    private void login(boolean tls) throws IOException, GeneralSecurityException {
        byte[] challenge = challenge(receive());
        int capabilities = tls ? CAPABILITIES | SSL : CAPABILITIES;
        byte[] head = ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(capabilities)
                .putInt(1 << 24)
                .put((byte) 45)
                .array();
        if (tls) {
            send(head);
            SSLSocket encrypted = (SSLSocket) trusting().getSocketFactory().createSocket(socket, "localhost", 0, true);
            encrypted.startHandshake();
            use(encrypted);
        }
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        response.write(head);
        response.write(text("demo\0"));
        byte[] answer = answer(challenge);
        response.write(answer.length);
        response.write(answer);
        response.write(text("caching_sha2_password\0"));
        send(response.toByteArray());
        while (true) {
            byte[] packet = receive();
            switch (packet[0] & 0xff) {
                case OK -> {
                    return;
                }
                case MORE_DATA -> {
                    if (packet[1] == FULL_LOGIN) {
                        // Wireshark does not know the rest of a full login in clear.
                        assertThat(tls).as("a full login").isTrue();
                        send(text("demo\0"));
                    }
                }
                default -> throw new AssertionError(new String(packet, StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** Both parts, after the version, a NUL and the number; then the second one after 19 octets. */
    private static byte[] challenge(byte[] greeting) {
        int first = 1;
        while (greeting[first] != 0) {
            first++;
        }
        first += 1 + Integer.BYTES;
        byte[] challenge = new byte[20];
        System.arraycopy(greeting, first, challenge, 0, 8);
        System.arraycopy(greeting, first + 8 + 19, challenge, 8, 12);
        return challenge;
    }

    private static byte[] answer(byte[] challenge) throws GeneralSecurityException {
        byte[] once = sha256(text("demo"));
        byte[] mask = sha256(sha256(once), challenge);
        for (int at = 0; at < once.length; at++) {
            once[at] ^= mask[at];
        }
        return once;
    }

    private static byte[] sha256(byte[]... parts) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static byte[] text(String octets) {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Everything that answers a query, up to its OK, its error, or the second EOF. */
    String query(String sql) throws IOException {
        sequence = 0;
        send(text("\3" + sql));
        StringBuilder answers = new StringBuilder();
        int ends = 0;
        boolean first = true;
        while (ends < 2) {
            byte[] packet = receive();
            answers.append(new String(packet, StandardCharsets.ISO_8859_1));
            int code = packet[0] & 0xff;
            if (code == ERR || (first && code == OK)) {
                break;
            }
            ends += code == EOF ? 1 : 0;
            first = false;
        }
        return answers.toString();
    }

    private void send(byte[] payload) throws IOException {
        byte[] packet = ByteBuffer.allocate(4 + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(payload.length | (sequence++ << 24))
                .put(payload)
                .array();
        out.write(packet);
        out.flush();
    }

    private byte[] receive() throws IOException {
        int header = Integer.reverseBytes(in.readInt());
        sequence = (header >>> 24) + 1;
        byte[] payload = new byte[header & 0xff_ffff];
        in.readFully(payload);
        return payload;
    }

    /** Whoever the server is: this is about octets. */
    private static SSLContext trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, null);
        return context;
    }

    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new AssertionError("no server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // As the certificate was made for this test.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
