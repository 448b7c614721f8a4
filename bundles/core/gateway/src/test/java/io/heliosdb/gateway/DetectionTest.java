package io.heliosdb.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.gateway.internal.Transport;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.protocol.Recognition;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectionTest {
    private static final String NEVER = "1 h";
    private static final String AT_ONCE = "0";

    private final LineProtocol alpha = LineProtocol.clientFirst("alpha");
    private final LineProtocol beta = LineProtocol.clientFirst("beta");
    private final LineProtocol greeter = LineProtocol.serverFirst("greeter");

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void firstBytesNameTheProtocolOnTheSharedPort(boolean nio) {
        TestGateway server = new TestGateway(home).with(alpha, beta).on(nio ? Transport.NIO : Transport.best());
        try (server;
                LineClient first = server.open().client("shared");
                LineClient second = server.client("shared")) {
            assertThat(first.ask("beta says")).isEqualTo("1: beta says");
            assertThat(second.ask("alpha says")).isEqualTo("1: alpha says");
            assertThat(alpha.calls).containsExactly("open");
            assertThat(beta.calls).containsExactly("open");
        }
    }

    @Test
    void firstBytesMayComeOneByOne() {
        try (TestGateway server = new TestGateway(home).with(alpha, beta).open();
                LineClient client = server.client("shared")) {
            for (char octet : "alpha".toCharArray()) {
                client.send(String.valueOf(octet));
            }
            assertThat(client.ask(" again")).isEqualTo("1: alpha again");
        }
    }

    @Test
    void bytesOfNoProtocolAreAnsweredByAQuietClose() {
        try (TestGateway server = new TestGateway(home)
                        .with(alpha, greeter)
                        .with("detection-silence", NEVER)
                        .open();
                LineClient client = server.client("shared")) {
            assertThat(client.ask("gamma")).isNull();
            assertThat(alpha.calls).isEmpty();
            assertThat(greeter.calls).isEmpty();
        }
    }

    @Test
    void silenceIsGreetedByTheProtocolWhoseServerSpeaksFirst() {
        try (TestGateway server = new TestGateway(home)
                        .with(alpha, greeter)
                        .with("detection-silence", "1 ms")
                        .open();
                LineClient client = server.client("shared")) {
            assertThat(client.line()).isEqualTo("greeter 1");
            assertThat(client.ask("alpha, but late")).isEqualTo("1: alpha, but late");
            assertThat(alpha.calls).isEmpty();
        }
    }

    @Test
    void onItsOwnPortAProtocolOpensAtOnce() {
        try (TestGateway server = new TestGateway(home)
                        .with(alpha, greeter)
                        .with("detection-silence", NEVER)
                        .open();
                LineClient own = server.client("alpha");
                LineClient greeted = server.client("greeter")) {
            assertThat(own.ask("anything")).isEqualTo("1: anything");
            assertThat(greeted.line()).isEqualTo("greeter 1");
        }
    }

    @Test
    void whatAnAddressSpokeOnOwnPortsDoesNotMakeItKnown() {
        try (TestGateway server = new TestGateway(home)
                .with(alpha, greeter)
                .with("detection-silence", NEVER)
                .with("detection-silence-known", "0")
                .open()) {
            try (LineClient onOwnPort = server.client("greeter")) {
                assertThat(onOwnPort.line()).isEqualTo("greeter 1");
                assertThat(onOwnPort.ask("login")).isEqualTo("1: login");
            }
            try (LineClient unknown = server.client("shared")) {
                assertThat(unknown.ask("alpha")).isEqualTo("1: alpha");
            }
        }
    }

    @Test
    void anAddressThatSpokeItLastIsGreetedSoon() {
        try (TestGateway server = twoKinds()) {
            greetedAfterSilence(server);
            waitsFor(server, NEVER, AT_ONCE);
            try (LineClient known = server.client("shared")) {
                assertThat(known.line()).isEqualTo("greeter 1");
            }
        }
    }

    @Test
    void aClientThatSpeaksPromptlyIsHeardWhereAnotherKindIsKnown() {
        try (TestGateway server = twoKinds()) {
            greetedAfterSilence(server);
            waitsFor(server, NEVER, NEVER);
            assertThat(spoke(server)).isTrue();
            // It was the last, so the next one is waited for.
            waitsFor(server, NEVER, AT_ONCE);
            assertThat(spoke(server)).isTrue();
        }
    }

    @Test
    void promptClientsBesideItDoNotKeepAnAddressFromBeingKnown() {
        try (TestGateway server = twoKinds()) {
            waitsFor(server, NEVER, NEVER);
            assertThat(spoke(server)).isTrue();
            greetedAfterSilence(server);
            waitsFor(server, NEVER, AT_ONCE);
            try (LineClient known = server.client("shared")) {
                assertThat(known.line()).isEqualTo("greeter 1");
            }
        }
    }

    @Test
    void whereAClientHesitatesToSpeakNobodyIsGreetedSoon() {
        try (TestGateway server = twoKinds()) {
            // Measured by a time that no client can keep.
            waitsFor(server, NEVER, AT_ONCE);
            assertThat(spoke(server)).isTrue();
            greetedAfterSilence(server);
            waitsFor(server, NEVER, AT_ONCE);
            assertThat(spoke(server)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alpha", "\u0016\u0003\u0001"})
    void aClientThatWasGreetedByMistakeIsNotGreetedSoonAgain(String firstWords) {
        try (TestGateway server = twoKinds()) {
            greetedAfterSilence(server);
            waitsFor(server, NEVER, AT_ONCE);
            try (LineClient broken = server.client("shared")) {
                assertThat(broken.line()).isEqualTo("greeter 1");
                assertThat(broken.ask(firstWords)).isNotNull();
            }
            assertThat(spoke(server)).isTrue();
            greetedAfterSilence(server);
            waitsFor(server, NEVER, AT_ONCE);
            assertThat(spoke(server)).isTrue();
        }
    }

    private TestGateway twoKinds() {
        return new TestGateway(home).with(alpha, greeter).open();
    }

    private static void waitsFor(TestGateway server, String silence, String knownSilence) {
        server.configure("detection-silence", silence);
        server.configure("detection-silence-known", knownSilence);
    }

    /** A client that waits to be greeted, and logs in. */
    private static void greetedAfterSilence(TestGateway server) {
        waitsFor(server, "1 ms", "1 ms");
        try (LineClient client = server.client("shared")) {
            assertThat(client.line()).isEqualTo("greeter 1");
            assertThat(client.ask("login")).isEqualTo("1: login");
        }
    }

    /** Whether a client that speaks first is heard, not greeted. */
    private static boolean spoke(TestGateway server) {
        try (LineClient client = server.client("shared")) {
            return client.ask("alpha").equals("1: alpha");
        }
    }

    @Test
    void aProtocolThatFailsOnTheFirstBytesLeavesThemToTheOthers() {
        Protocol failing = new Failing("aaa", true);
        try (TestGateway server = new TestGateway(home).with(failing, alpha).open();
                LineClient client = server.client("shared")) {
            assertThat(client.ask("alpha")).isEqualTo("1: alpha");
        }
    }

    @Test
    void aProtocolThatCannotBeOpenedClosesTheConnection() {
        Protocol failing = new Failing("aaa", false);
        try (TestGateway server = new TestGateway(home).with(failing, alpha).open();
                LineClient shared = server.client("shared");
                LineClient own = server.client("aaa")) {
            assertThat(shared.ask("alpha")).isNull();
            assertThat(own.line()).isNull();
        }
    }

    @Test
    void aProtocolThatWantsMoreThanEnoughIsNotAskedForEver() {
        Protocol insatiable = new Protocol() {
            @Override
            public String name() {
                return "insatiable";
            }

            @Override
            public int defaultPort() {
                return 0;
            }

            @Override
            public Recognition recognise(Preamble preamble) {
                return Recognition.MORE;
            }

            @Override
            public ProtocolSession open(Client client) {
                throw new AssertionError("opened");
            }
        };
        try (TestGateway server = new TestGateway(home).with(insatiable).open();
                LineClient client = server.client("shared")) {
            client.send("x".repeat(63));
            assertThat(client.ask("")).isNull();
        }
    }

    /** Fails when it is asked, or recognises everything and fails when it is opened. */
    private record Failing(String name, boolean onAsking) implements Protocol {
        @Override
        public int defaultPort() {
            return 0;
        }

        @Override
        public Recognition recognise(Preamble preamble) {
            if (onAsking) {
                throw new IllegalStateException("as the test wants");
            }
            return Recognition.MATCH;
        }

        @Override
        public ProtocolSession open(Client client) {
            throw new IllegalStateException("as the test wants");
        }
    }
}
