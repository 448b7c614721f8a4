package io.heliosdb.compat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlGreetingTest {

    /** Asks a listener that says {@code hex} to whoever connects, and hangs up. */
    private static MySqlGreeting ask(String hex) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> told = CompletableFuture.runAsync(() -> {
                try (Socket client = listener.accept()) {
                    client.getOutputStream().write(HexFormat.of().parseHex(hex));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            try {
                return MySqlGreeting.ask(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
            } finally {
                told.join();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Header (length, sequence 0), protocol 10, the version as text, NUL, the first byte of the thread's id.
        "090000000a382e302e3336002a, 8.0.36, MySQL 8.0.36",
        "180000000a352e352e352d31302e31312e362d4d6172696144420001, 10.11.6-MariaDB, MariaDB 10.11.6",
    })
    void tellsWhoSpeaks(String hex, String version, String product) throws Exception {
        MySqlGreeting greeting = ask(hex);

        assertThat(greeting.version()).isEqualTo(version);
        assertThat(greeting.product()).isEqualTo(product);
    }

    @Test
    void refusesWhatIsNoGreeting() {
        // An error packet: too many connections.
        assertThatThrownBy(() -> ask("03000000ff1004"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no MySQL greeting of version 10 at ");
        assertThatThrownBy(() -> ask("0000")).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> ask("00000000")).isInstanceOf(IOException.class);
    }
}
