package io.heliosdb.pg.embedded.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.pg.embedded.internal.ControlConnection.ServerErrorException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that answers with prepared bytes, laid out as "Message Formats" in the PostgreSQL manual has them. */
@Timeout(30)
class ControlConnectionTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    /** AuthenticationOk, ParameterStatus server_version 18.6, BackendKeyData, ReadyForQuery (idle). */
    private static final String WELCOME = "52 00000008 00000000"
            + "53 00000018 7365727665725f76657273696f6e00 31382e3600"
            + "4b 0000000c 00000001 00000002"
            + "5a 00000005 49";

    /** ErrorResponse: severity ERROR, SQLSTATE 42601, message "no". */
    private static final String ERROR = "45 00000017 534552524f5200 4334323630 3100 4d6e6f00 00";

    @TempDir
    private Path directory;

    private Path socket;
    private ServerSocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        socket = directory.resolve("socket");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    /** Lets one client in and sends an answer for everything that it sends; then waits for the client to close. */
    private CompletableFuture<Void> serve(boolean staysOpen, String... answers) {
        return CompletableFuture.runAsync(() -> {
            try (SocketChannel client = server.accept()) {
                ByteBuffer ignored = ByteBuffer.allocate(1 << 16);
                for (String answer : answers) {
                    client.read(ignored.clear());
                    client.write(ByteBuffer.wrap(HexFormat.of().parseHex(answer.replace(" ", ""))));
                }
                while (staysOpen && client.read(ignored.clear()) >= 0) {}
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void readsParametersAndRows() throws Exception {
        // RowDescription (not read), DataRow ("a", NULL), CommandComplete, ReadyForQuery.
        var served = serve(
                true,
                WELCOME,
                "54 00000006 0000"
                        + "44 0000000f 0002 00000001 61 ffffffff"
                        + "43 0000000d 53454c454354203100"
                        + "5a 00000005 49");
        try (ControlConnection connection = ControlConnection.open(socket, "helios", LONG)) {
            assertThat(connection.parameter("server_version")).isEqualTo("18.6");
            assertThat(connection.query("SELECT")).isEqualTo(List.of(Arrays.asList("a", null)));
        }
        served.join();
    }

    @Test
    void anErrorEndsTheQueryAndNotTheConnection() throws Exception {
        var served = serve(true, WELCOME, ERROR + "5a 00000005 49", "5a 00000005 49");
        try (ControlConnection connection = ControlConnection.open(socket, "helios", LONG)) {
            assertThatThrownBy(() -> connection.query("wrong"))
                    .isInstanceOf(ServerErrorException.class)
                    .hasMessage("no (SQLSTATE 42601)");
            assertThat(connection.query("right")).isEmpty();
        }
        served.join();
    }

    @Test
    void anErrorBeforeTheServerClosesIsTheOneThatIsReported() {
        var served = serve(false, ERROR);
        assertThatThrownBy(() -> ControlConnection.open(socket, "helios", LONG))
                .isInstanceOf(ServerErrorException.class);
        served.join();
    }

    @Test
    void aServerThatClosesIsNoticed() {
        var served = serve(false, "");
        assertThatThrownBy(() -> ControlConnection.open(socket, "helios", LONG))
                .isInstanceOf(IOException.class)
                .hasMessage("the server closed the connection");
        served.join();
    }

    @Test
    void aServerThatWantsAPasswordIsNotAnswered() {
        // AuthenticationCleartextPassword.
        var served = serve(true, "52 00000008 00000003");
        assertThatThrownBy(() -> ControlConnection.open(socket, "helios", LONG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("authentication request 3");
        served.join();
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() {
        var served = serve(true, "");
        assertThatThrownBy(() -> ControlConnection.open(socket, "helios", Duration.ofMillis(1)))
                .isInstanceOf(SocketTimeoutException.class);
        served.join();
    }

    @Test
    void aWrongLengthIsNotTrusted() {
        for (String length : List.of("00000003", "ffffffff", "7fffffff")) {
            var served = serve(true, "53" + length);
            assertThatThrownBy(() -> ControlConnection.open(socket, "helios", LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("message length is ");
            served.join();
        }
    }

    @Test
    void sendsTheStartupMessage() throws Exception {
        CompletableFuture<String> sent = CompletableFuture.supplyAsync(() -> {
            try (SocketChannel client = server.accept()) {
                ByteBuffer message = ByteBuffer.allocate(1024);
                client.read(message);
                return HexFormat.of().formatHex(message.array(), 0, 8)
                        + new String(message.array(), 8, message.position() - 8, UTF_8).replace('\0', ' ');
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThatThrownBy(() -> ControlConnection.open(socket, "helios", LONG)).isInstanceOf(IOException.class);
        assertThat(sent.join())
                .isEqualTo("0000004c00030000user helios database postgres application_name HeliosDB supervisor  ");
    }
}
