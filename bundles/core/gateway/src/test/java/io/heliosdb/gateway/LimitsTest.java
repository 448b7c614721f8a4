package io.heliosdb.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakWatch.class)
class LimitsTest {
    private final LineProtocol alpha = LineProtocol.clientFirst("alpha");
    private final LineProtocol greeter = LineProtocol.serverFirst("greeter");

    @TempDir
    private Path home;

    private TestGateway server;

    @BeforeEach
    void prepare() {
        server = new TestGateway(home).with(alpha, greeter).with("detection-silence", "1 h");
    }

    @AfterEach
    void close() {
        server.close();
    }

    // ------------------------------------------------------------------ connections

    @Test
    void connectionsOfAllProtocolsTogetherAreLimited() {
        server.with("max-connections", "2").open();
        try (LineClient first = loggedIn("alpha");
                LineClient second = server.client("greeter")) {
            assertThat(second.line()).isEqualTo("greeter 1");
            try (LineClient third = server.client("alpha");
                    LineClient sharing = server.client("shared")) {
                assertThat(third.line()).isEqualTo("53300: sorry, too many clients already");
                assertThat(third.line()).isNull();
                assertThat(sharing.ask("alpha")).isEqualTo("53300: sorry, too many clients already");
            }
            assertThat(first.ask("on")).isEqualTo("1: on");
        }
    }

    @Test
    void connectionsOfOneProtocolAreLimited() {
        server.with("max-connections.alpha", "1").open();
        try (LineClient first = loggedIn("alpha");
                LineClient second = server.client("alpha");
                LineClient other = server.client("greeter")) {
            assertThat(second.line()).isEqualTo("53300: sorry, too many alpha clients already");
            assertThat(other.line()).isEqualTo("greeter 1");
            assertThat(first.ask("on")).isEqualTo("1: on");
        }
    }

    @Test
    void connectionsOfOneAddressAreLimited() {
        server.with("max-connections-per-address", "1").open();
        try (LineClient first = loggedIn("alpha");
                LineClient second = server.client("alpha")) {
            assertThat(second.line()).isEqualTo("53300: sorry, too many clients from your address already");
            assertThat(first.ask("on")).isEqualTo("1: on");
        }
    }

    @Test
    void aConnectionThatEndsMakesRoom() {
        server.with("max-connections", "1").open();
        loggedIn("alpha").close();
        Waiting.until("the next client is served", () -> {
            try (LineClient next = server.client("alpha")) {
                return next.ask("login").equals("1: login");
            }
        });
    }

    @Test
    void limitsChangeWhileTheServerRuns() {
        server.with("max-connections", "1").open();
        try (LineClient first = loggedIn("alpha")) {
            server.configure("max-connections", "2");
            try (LineClient second = loggedIn("alpha")) {
                assertThat(second.ask("on")).isEqualTo("1: on");
            }
            assertThat(first.ask("on")).isEqualTo("1: on");
        }
    }

    // ------------------------------------------------------------------ before the login

    @Test
    void aFullWaitingRoomLetsTheNextWaitAtTheDoor() {
        server.with("waiting-room-size", "1").open();
        try (LineClient first = server.client("alpha");
                LineClient second = server.client("alpha")) {
            assertThat(first.ask("hello")).isEqualTo("1: hello");
            second.send("login\n");
            assertThat(first.ask("login")).isEqualTo("1: login");
            assertThat(second.line()).isEqualTo("1: login");
        }
    }

    @Test
    void whoWaitsTooLongInAFullRoomMakesPlaceForTheNext() {
        server.with("waiting-room-size", "1").with("waiting-room-time", "1 h").open();
        try (LineClient first = server.client("alpha");
                LineClient second = server.client("alpha")) {
            assertThat(first.ask("hello")).isEqualTo("1: hello");
            assertThat(second.ask("login")).isEqualTo("1: login");
            assertThat(first.line()).isEqualTo("53300: sorry, too many clients are logging in already");
        }
    }

    @Test
    void aLoginThatTakesTooLongIsToldSo() {
        server.with("waiting-room-time", "10 ms").open();
        try (LineClient slow = server.client("alpha")) {
            assertThat(slow.line()).isEqualTo("57014: canceling authentication due to timeout");
            assertThat(slow.line()).isNull();
        }
    }

    @Test
    void aClientThatTheServerDoesNotKnowYetIsClosedWithoutAWord() {
        server.with("waiting-room-time", "10 ms").open();
        try (LineClient silent = server.client("shared");
                LineClient undecided = server.client("shared").send("alp")) {
            assertThat(silent.line()).isNull();
            assertThat(undecided.line()).isNull();
            assertThat(alpha.calls).isEmpty();
        }
    }

    @Test
    void theLoginEndsTheLimitsBeforeIt() {
        server.with("waiting-room-time", "300 ms")
                .with("waiting-room-bytes", "40")
                .open();
        try (LineClient client = loggedIn("alpha")) {
            try (LineClient slow = server.client("alpha")) {
                // When it is sent away, the other one has been there for longer.
                assertThat(slow.line()).startsWith("57014");
            }
            assertThat(client.ask("x".repeat(100))).isEqualTo("1: " + "x".repeat(100));
        }
    }

    @Test
    void bytesBeforeTheLoginAreLimited() {
        server.with("waiting-room-bytes", "40").open();
        try (LineClient client = server.client("alpha")) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.ask("12345678")).isEqualTo("1: 12345678");
            }
            assertThat(client.ask("12345678")).isEqualTo("08P01: more than 40 bytes before the login");
            assertThat(client.line()).isNull();
        }
    }

    @Test
    void bytesBeforeTheLoginAreLimitedWhileTheProtocolIsUnknown() {
        server.with("waiting-room-bytes", "2").open();
        try (LineClient client = server.client("shared")) {
            assertThat(client.ask("alpha")).isNull();
            assertThat(alpha.calls).isEmpty();
        }
    }

    @Test
    void whatComesWithTheLoginIsReadAfterIt() {
        server.with("waiting-room-bytes", "20").open();
        try (LineClient client = server.client("alpha")) {
            // The limit lies inside the third line; the second one has logged in by then.
            client.send("hello\nlogin\n" + "x".repeat(50) + "\n");
            assertThat(client.line()).isEqualTo("1: hello");
            assertThat(client.line()).isEqualTo("1: login");
            assertThat(client.line()).isEqualTo("1: " + "x".repeat(50));
        }
    }

    // ------------------------------------------------------------------ after the login

    @Test
    void anIdleSessionEndsAtItsTimeout() {
        server.with("idle-timeout", "10 ms").open();
        try (LineClient client = loggedIn("alpha")) {
            assertThat(client.line()).isEqualTo("57P05: terminating connection due to idle-session timeout");
        }
    }

    @Test
    void aSessionIdleInATransactionEndsAtItsTimeout() {
        server.with("idle-in-transaction-timeout", "10 ms").open();
        try (LineClient client = loggedIn("alpha")) {
            client.ask("begin");
            assertThat(client.line()).isEqualTo("25P03: terminating connection due to idle-in-transaction timeout");
        }
    }

    @Test
    void aLongStatementIsCancelledOnceAndTheSessionGoesOn() {
        server.with("statement-timeout", "10 ms").open();
        try (LineClient client = loggedIn("alpha")) {
            client.ask("run");
            assertThat(client.line()).isEqualTo("cancelled");
            assertThat(client.ask("on")).isEqualTo("1: on");
            assertThat(alpha.calls).containsExactly("open", "timed out");
        }
    }

    @Test
    void timeoutsChangeWhileTheServerRuns() {
        server.open();
        try (LineClient client = loggedIn("alpha")) {
            server.configure("idle-timeout", "10 ms");
            assertThat(client.line()).startsWith("57P05");
        }
    }

    @Test
    void aDefectEndsItsOwnSessionOnly() {
        server.open();
        try (LineClient broken = loggedIn("alpha");
                LineClient other = loggedIn("alpha")) {
            broken.send("fail\n");
            assertThat(broken.line()).isEqualTo("XX000: internal error");
            assertThat(broken.line()).isNull();
            assertThat(other.ask("on")).isEqualTo("1: on");
        }
    }

    private LineClient loggedIn(String portName) {
        LineClient client = server.client(portName);
        assertThat(client.ask("login")).isEqualTo("1: login");
        return client;
    }
}
