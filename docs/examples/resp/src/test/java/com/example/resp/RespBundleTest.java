package com.example.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.testkit.BaseBundleTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The bundle in a container with the server's own bundles: it has users there, and no engine. */
class RespBundleTest extends BaseBundleTest {
    @Test
    void aCommandBeforeTheLoginIsRefused() throws IOException {
        assertThat(answer("GET", "key")).isEqualTo("-NOAUTH Authentication required.");
    }

    @Test
    void anUnknownCommandIsNamed() throws IOException {
        assertThat(answer("NONSUCH", "a")).isEqualTo("-ERR unknown command 'NONSUCH', with args beginning with: 'a' ");
    }

    @Test
    void aWrongPasswordIsRefused() throws IOException {
        assertThat(answer("AUTH", "demo", "wrong"))
                .isEqualTo("-WRONGPASS invalid username-password pair or user is disabled.");
    }

    @Test
    void theRightPasswordIsAcceptedAndThereIsNoEngine() throws IOException {
        assertThat(answer("AUTH", "demo", "demo")).isEqualTo("-ERR the engine is not available");
    }

    private String answer(String... words) throws IOException {
        int port = container().port(RespProtocol.NAME);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(RespProtocolTest.command(words));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }
}
