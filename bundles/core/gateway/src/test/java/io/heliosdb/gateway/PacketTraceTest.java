package io.heliosdb.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.gateway.internal.trace.PcapngReader;
import io.heliosdb.gateway.internal.trace.PcapngReader.Packet;
import io.heliosdb.spi.operation.ClientAddress;
import io.heliosdb.spi.operation.PacketTraces;
import io.heliosdb.spi.operation.Trace;
import io.heliosdb.spi.operation.TraceRequest;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Connections through a gateway, and what their traces show of them. */
@ExtendWith(LeakWatch.class)
class PacketTraceTest {
    private static final TraceRequest ALL = TraceRequest.everything("a.pcapng");

    private final LineProtocol alpha = LineProtocol.clientFirst("alpha").withAlpn("alpha/1");
    private final LineProtocol greeter = LineProtocol.serverFirst("greeter");

    @TempDir
    private Path home;

    private TestGateway server;
    private PacketTraces traces;

    @BeforeEach
    void open() {
        server = new TestGateway(home)
                .with(alpha, greeter)
                .with("tls.enabled", "true")
                .with("detection-silence", "1 h")
                .open();
        traces = server.gateway().traces();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private PcapngReader stop() {
        Trace trace = traces.stop(1)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        return new PcapngReader(trace.file());
    }

    private LineClient encrypted(LineClient plain, String... alpn) throws SSLException {
        return new LineClient(new TlsClient(home.resolve("tls").resolve("server.crt")).over(plain, alpn));
    }

    private static String comments(PcapngReader file) {
        return String.join(
                "\n",
                file.packets().stream()
                        .map(Packet::comment)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static String hidden(String octets) {
        return "\0".repeat(octets.length());
    }

    @Test
    void showsAConnectionFromItsFirstOctetToItsLast() {
        traces.start(ALL);
        int port;
        try (LineClient client = server.client("shared")) {
            port = client.socket().getLocalPort();
            client.ask("alpha secret");
            client.ask("login");
            client.ask("hello");
        }
        Waiting.until("it is closed", () -> traces.list().get(0).packets() == 3 + 6 + 3);
        PcapngReader file = stop();
        assertThat(file.stream(port, true)).isEqualTo(hidden("alpha secret\nlogin\n") + "hello\n");
        assertThat(file.stream(port, false)).endsWith("1: login\n1: hello\n");
        assertThat(file.stream(port, false)).startsWith(hidden("1: alpha secret\n"));
        assertThat(comments(file))
                .isEqualTo("client 1: 127.0.0.1:" + port + " connected to 127.0.0.1:" + server.port("shared")
                        + ", the shared port\nlogged in: user demo, database demo");
    }

    @Test
    void showsWhatIsInsideTls() throws SSLException {
        traces.start(ALL.ofProtocol("alpha"));
        int port;
        try (LineClient client = encrypted(server.client("shared"), "alpha/1")) {
            port = client.socket().getLocalPort();
            client.ask("login");
            client.ask("hello");
            PcapngReader file = stop();
            assertThat(file.stream(port, true)).isEqualTo(hidden("login\n") + "hello\n");
            assertThat(comments(file)).contains(", inside TLS");
            // The connection does not notice that the trace is over.
            assertThat(client.ask("more")).isEqualTo("1: more");
        }
    }

    @Test
    void staysInsideTlsThatBeginsLater() throws SSLException {
        traces.start(ALL);
        LineClient plain = server.client("alpha");
        plain.ask("login");
        plain.ask("tls");
        try (LineClient client = encrypted(plain)) {
            client.ask("hello");
            PcapngReader file = stop();
            assertThat(file.stream(client.socket().getLocalPort(), true)).isEqualTo(hidden("login\n") + "tls\nhello\n");
            assertThat(file.stream(client.socket().getLocalPort(), false)).endsWith("1: tls\n1: hello\n");
            assertThat(comments(file)).contains("inside TLS from here on");
        }
    }

    @Test
    void joinsAnOpenConnectionWhenItIsIdle() throws SSLException {
        try (LineClient client = encrypted(server.client("shared"), "alpha/1");
                LineClient busy = server.client("alpha");
                LineClient stranger = server.client("alpha")) {
            client.ask("login");
            busy.ask("login");
            busy.ask("run");
            stranger.ask("alpha");
            traces.start(ALL);
            Waiting.until("it looked", () -> {
                client.ask("hello");
                return traces.list().get(0).packets() > 1;
            });
            busy.ask("not yet");
            busy.ask("done");
            Waiting.until("it looked again", () -> {
                busy.ask("now");
                return traces.list().get(0).connections() > 1;
            });
            stranger.ask("secret");
            PcapngReader file = stop();
            assertThat(file.stream(client.socket().getLocalPort(), true)).contains("hello\n");
            assertThat(file.stream(busy.socket().getLocalPort(), true))
                    .contains("now\n")
                    .doesNotContain("not yet");
            assertThat(file.stream(stranger.socket().getLocalPort(), true)).isEmpty();
            assertThat(comments(file))
                    .contains("inside TLS; traced from the middle of its session; logged in: user demo");
        }
    }

    @Test
    void showsThoseAloneThatFit() {
        traces.start(ALL.ofProtocol("alpha").ofUser("demo"));
        traces.start(TraceRequest.everything("b").ofClient(ClientAddress.parse("192.0.2.0/24")));
        traces.start(TraceRequest.everything("c").ofUser("somebody"));
        traces.start(TraceRequest.everything("d").ofConnection(2));
        traces.start(TraceRequest.everything("e").ofProtocol("greeter").withSecrets());
        try (LineClient first = server.client("alpha");
                LineClient second = server.client("greeter")) {
            first.ask("login");
            assertThat(second.line()).isEqualTo("greeter 1");
            second.ask("login");
            Waiting.until("they are in", () -> {
                first.ask("hello");
                return traces.list().stream().mapToLong(Trace::connections).sum() == 3;
            });
            assertThat(traces.list()).extracting(Trace::connections).containsExactly(1L, 0L, 0L, 1L, 1L);
            PcapngReader file = stop();
            assertThat(file.stream(second.socket().getLocalPort(), true)).isEmpty();
            assertThat(file.stream(first.socket().getLocalPort(), true)).doesNotContain("login");
        }
    }

    @Test
    void endsWithTheServer() {
        traces.start(ALL);
        LineClient client = server.client("alpha");
        client.ask("login");
        server.close();
        client.close();
        assertThat(traces.list()).extracting(Trace::state).containsExactly(Trace.State.STOPPED);
        PcapngReader file = new PcapngReader(home.resolve("traces").resolve("a.pcapng"));
        assertThat(file.packets().get(file.packets().size() - 4).text()).contains("57P01");
    }
}
