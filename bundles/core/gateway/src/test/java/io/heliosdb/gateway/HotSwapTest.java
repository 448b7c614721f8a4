package io.heliosdb.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.operation.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotSwapTest {
    private static final int SWAPS = 100;

    private final LineProtocol one = LineProtocol.clientFirst("alpha");
    private final LineProtocol two = one.withVersion("2");
    private final LineProtocol beta = LineProtocol.clientFirst("beta");

    @TempDir
    private Path home;

    private TestGateway server;

    @BeforeEach
    void prepare() {
        server = new TestGateway(home).with(one);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void newConnectionsGoToTheNewestVersionAndOldOnesStay() {
        server.open();
        try (LineClient old = server.client("alpha")) {
            assertThat(old.ask("who")).isEqualTo("1: who");
            server.catalog.addProtocol(two, "1.10.0", 0);
            try (LineClient shared = server.client("shared");
                    LineClient own = server.client("alpha")) {
                assertThat(shared.ask("alpha, who")).isEqualTo("2: alpha, who");
                assertThat(own.ask("who")).isEqualTo("2: who");
            }
            server.catalog.removeProtocol(one);
            assertThat(old.ask("who")).isEqualTo("1: who");
            server.catalog.removeProtocol(two);
            assertThat(old.ask("who")).isEqualTo("1: who");
        }
    }

    @Test
    void sessionsGoOnWithTheNewestDialect() {
        Dialect spoken = Named.of(Dialect.class, "alpha");
        server.catalog.addDialect(spoken, "1", 0);
        long id = dialects().get(0).id();
        server.open();
        try (LineClient client = server.client("alpha")) {
            assertThat(client.ask("who")).isEqualTo("1: who");
            assertThat(dialects()).extracting(Deployment::users).containsExactly(1);
            server.catalog.addDialect(Named.of(Dialect.class, "alpha"), "2", 0);
            Waiting.until("it has changed", () -> one.calls.contains("dialect"));
            assertThat(server.catalog.drain(id)).succeedsWithin(Duration.ofSeconds(5));
            assertThat(dialects()).extracting(Deployment::users).containsExactly(1, 0);
            assertThat(client.ask("who")).isEqualTo("1: who");
        }
    }

    private List<Deployment> dialects() {
        return server.catalog.list().stream()
                .filter(deployment -> deployment.kind() == ServiceKind.DIALECT)
                .toList();
    }

    @Test
    void aProtocolThatComesLaterGetsItsPort() {
        server.open();
        assertThat(server.gateway().ports()).containsOnlyKeys("shared", "alpha");
        server.catalog.addProtocol(beta, "1", 0);
        Waiting.until("beta has its port", () -> server.gateway().ports().containsKey("beta"));
        try (LineClient own = server.client("beta");
                LineClient shared = server.client("shared")) {
            assertThat(own.ask("who")).isEqualTo("1: who");
            assertThat(shared.ask("beta")).isEqualTo("1: beta");
        }
    }

    @Test
    void aProtocolThatComesLaterAndFindsItsPortTakenIsServedOnTheSharedOne() throws IOException {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.with("ephemeral", "false")
                    .with("port", "0")
                    .with("port.beta", String.valueOf(holder.getLocalPort()))
                    .open();
            server.catalog.addProtocol(beta, "1", 0);
            try (LineClient shared = server.client("shared")) {
                assertThat(shared.ask("beta")).isEqualTo("1: beta");
            }
            server.catalog.addProtocol(LineProtocol.clientFirst("gamma"), "1", 0);
            Waiting.until("gamma has its port", () -> server.gateway().ports().containsKey("gamma"));
            assertThat(server.gateway().ports()).doesNotContainKey("beta");
        }
    }

    @Test
    void aProtocolThatGoesLosesItsPortAndKeepsItsSessions() {
        server.with("detection-hold", "1 ms").open();
        try (LineClient old = server.client("alpha")) {
            assertThat(old.ask("who")).isEqualTo("1: who");
            server.catalog.removeProtocol(one);
            Waiting.until(
                    "alpha's port is closed", () -> !server.gateway().ports().containsKey("alpha"));
            assertThat(old.ask("who")).isEqualTo("1: who");
        }
    }

    @Test
    void clientsWaitForAProtocolThatIsBeingReplaced() {
        server.with(beta).with("detection-hold", "1 h").open();
        server.catalog.removeProtocol(one);
        try (LineClient silent = server.client("alpha");
                LineClient own = server.client("alpha").send("who\n");
                LineClient shared = server.client("shared").send("alpha, who\n");
                LineClient other = server.client("shared")) {
            // Answered after the others were read, at least where they share its event loop; held either way.
            assertThat(other.ask("beta")).isEqualTo("1: beta");
            server.catalog.addProtocol(two, "2", 0);
            assertThat(own.line()).isEqualTo("2: who");
            assertThat(shared.line()).isEqualTo("2: alpha, who");
            assertThat(silent.ask("who")).isEqualTo("2: who");
        }
    }

    @Test
    void unknownClientsAreNotHeldWhenNothingIsBeingReplaced() {
        server.with("detection-hold", "1 ms").open();
        server.catalog.removeProtocol(one);
        Waiting.until("alpha's port is closed", () -> !server.gateway().ports().containsKey("alpha"));
        try (LineClient client = server.client("shared")) {
            assertThat(client.ask("alpha")).isNull();
        }
    }

    @Test
    void silentClientsAreGreetedByAProtocolThatComesLater() {
        server.with("detection-silence", "1 ms").open();
        try (LineClient silent = server.client("shared");
                LineClient next = server.client("shared")) {
            // The port accepts in order: the silent one came in before this one was answered.
            assertThat(next.ask("alpha")).isEqualTo("1: alpha");
            server.catalog.addProtocol(LineProtocol.serverFirst("greeter"), "1", 0);
            assertThat(silent.line()).isEqualTo("greeter 1");
        }
    }

    @Test
    void noConnectionFailsWhileVersionsAreReplaced() throws InterruptedException {
        server.open();
        AtomicBoolean swapping = new AtomicBoolean(true);
        AtomicInteger served = new AtomicInteger();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        List<Thread> clients = Stream.of("shared", "alpha", "shared", "alpha")
                .map(port -> new Thread(() -> {
                    while (swapping.get()) {
                        try (LineClient client = server.client(port)) {
                            String answer = client.ask("alpha");
                            if (answer == null || !answer.endsWith(": alpha")) {
                                failures.add(port + " answered " + answer);
                            }
                            served.incrementAndGet();
                        } catch (UncheckedIOException refused) {
                            failures.add(port + " " + refused.getMessage());
                        }
                    }
                }))
                .toList();
        clients.forEach(Thread::start);

        LineProtocol current = one;
        for (int swap = 1; swap <= SWAPS; swap++) {
            LineProtocol next = one.withVersion("1." + swap);
            boolean inPlace = swap % 2 == 0;
            if (inPlace) {
                server.catalog.removeProtocol(current);
            }
            server.catalog.addProtocol(next, "1." + swap, 0);
            if (!inPlace) {
                server.catalog.removeProtocol(current);
            }
            current = next;
            int before = served.get();
            Waiting.until("clients are served between two swaps", () -> served.get() > before || !failures.isEmpty());
        }
        swapping.set(false);
        for (Thread client : clients) {
            client.join();
        }

        assertThat(failures).isEmpty();
        assertThat(served.get()).isGreaterThanOrEqualTo(SWAPS);
    }
}
