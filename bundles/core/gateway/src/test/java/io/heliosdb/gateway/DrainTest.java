package io.heliosdb.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.error.HeliosException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final LineProtocol alpha = LineProtocol.clientFirst("alpha");

    @TempDir
    private Path home;

    private TestGateway server;

    @BeforeEach
    void open() {
        server = new TestGateway(home).with(alpha).open();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void idleSessionsEndAtOnceAndBusyOnesWhenTheyAreDone() {
        try (LineClient idle = loggedIn();
                LineClient busy = loggedIn();
                LineClient inTransaction = loggedIn()) {
            busy.ask("run");
            inTransaction.ask("begin");

            CompletableFuture<Void> closing = closing(LONG);

            assertThat(idle.line()).isEqualTo("57P01: terminating connection due to administrator command");
            assertThat(idle.line()).isNull();
            assertThat(busy.ask("still here")).isEqualTo("1: still here");
            assertThat(closing).isNotDone();
            assertThat(busy.ask("done")).isEqualTo("1: done");
            assertThat(busy.line()).startsWith("57P01");
            assertThat(inTransaction.ask("run")).isEqualTo("1: run");
            assertThat(closing).isNotDone();
            assertThat(inTransaction.ask("done")).isEqualTo("1: done");
            assertThat(inTransaction.line()).startsWith("57P01");
            closing.orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void busySessionsEndWhenTheGraceIsOver() {
        try (LineClient busy = loggedIn()) {
            busy.ask("run");
            closing(Duration.ofMillis(1)).orTimeout(30, TimeUnit.SECONDS).join();
            assertThat(busy.line()).startsWith("57P01");
            assertThat(busy.line()).isNull();
        }
    }

    @Test
    void aClientThatReadsNothingDoesNotHoldTheServerUp() {
        try (LineClient deaf = loggedIn()) {
            String answer = "x".repeat(100_000) + "\n";
            Thread flood = new Thread(() -> {
                while (true) {
                    deaf.send(answer);
                }
            });
            flood.setUncaughtExceptionHandler((thread, closed) -> {});
            flood.start();
            // Then the buffers of both sides are full: what it is told at the end cannot be sent.
            Waiting.until("answers wait to be read", () -> alpha.calls.contains("unwritable"));
            closing(Duration.ZERO).orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void clientsThatAreNotLoggedInEndAtOnce() {
        try (LineClient opened = server.client("alpha");
                LineClient unknown = server.client("shared")) {
            assertThat(opened.ask("hello")).isEqualTo("1: hello");
            CompletableFuture<Void> closing = closing(LONG);
            assertThat(opened.line()).isEqualTo("57P03: the database system is shutting down");
            assertThat(unknown.line()).isNull();
            closing.orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void nobodyIsAcceptedAnyMore() {
        int port = server.port("shared");
        try (LineClient busy = loggedIn()) {
            busy.ask("run");
            CompletableFuture<Void> closing = closing(LONG);
            server.gateway().close(LONG);
            Waiting.until("a connection is refused", () -> isRefused(port));
            assertThat(closing).isNotDone();
            assertThat(busy.ask("done")).isEqualTo("1: done");
        }
    }

    @Test
    void opensAndClosesOnce() {
        assertThat(server.gateway().close(LONG)).isSameAs(server.gateway().close(Duration.ZERO));
        assertThat(server.gateway().open().toCompletableFuture())
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(HeliosException.class)
                .withMessage("the gateway was opened before");
    }

    @Test
    void closesWithoutEverHavingBeenOpen() {
        NettyGateway never = new TestGateway(home).gateway();
        assertThat(never.close(LONG).toCompletableFuture()).isCompleted();
        assertThat(never.open().toCompletableFuture()).isCompletedExceptionally();
    }

    private static boolean isRefused(int port) {
        try (LineClient accepted = new LineClient(port)) {
            return accepted.socket().isClosed();
        } catch (UncheckedIOException refused) {
            return true;
        }
    }

    private CompletableFuture<Void> closing(Duration grace) {
        return server.gateway().close(grace).toCompletableFuture();
    }

    private LineClient loggedIn() {
        LineClient client = server.client("alpha");
        assertThat(client.ask("login")).isEqualTo("1: login");
        return client;
    }
}
