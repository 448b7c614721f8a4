package io.heliosdb.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.gateway.internal.Transport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectionTest {
    private static final String NEVER = "1 h";

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
}
