package io.heliosdb.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.protocol.Recognition;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is different for a protocol that serves whoever runs the server. */
class AdministrativePortTest {
    private final LineProtocol alpha = LineProtocol.clientFirst("alpha");
    private final LineProtocol admin = LineProtocol.clientFirst("admin");

    @TempDir
    private Path home;

    private record Administrative(Protocol protocol) implements Protocol {
        @Override
        public String name() {
            return protocol.name();
        }

        @Override
        public int defaultPort() {
            return protocol.defaultPort();
        }

        @Override
        public Set<String> alpn() {
            return Set.of("admin");
        }

        @Override
        public boolean administrative() {
            return true;
        }

        @Override
        public Recognition recognise(Preamble preamble) {
            return protocol.recognise(preamble);
        }

        @Override
        public ProtocolSession open(Client client) {
            return protocol.open(client);
        }
    }

    @Test
    void isMetOnItsOwnPortAlone() {
        try (TestGateway server = new TestGateway(home)
                        .with(alpha, new Administrative(admin))
                        .open();
                LineClient own = server.client("admin");
                LineClient shared = server.client("shared")) {
            assertThat(own.ask("admin asks")).isEqualTo("1: admin asks");
            assertThat(shared.ask("admin asks")).isNull();
            assertThat(admin.calls).containsExactly("open");
        }
    }

    @Test
    void doesNotCountAgainstTheLimits() {
        try (TestGateway server = new TestGateway(home)
                        .with(alpha, new Administrative(admin))
                        .with("max-connections", "1")
                        .open();
                LineClient first = server.client("admin");
                LineClient second = server.client("admin");
                LineClient served = server.client("alpha")) {
            assertThat(first.ask("one")).isEqualTo("1: one");
            assertThat(second.ask("two")).isEqualTo("1: two");
            assertThat(served.ask("alpha")).isEqualTo("1: alpha");
        }
    }

    @Test
    void listensOnLoopbackUnlessItsOwnPortIsBoundElsewhere() {
        Protocol protocol = new Administrative(admin);
        GatewaySettings.Ports everywhere = new GatewaySettings.Ports("0.0.0.0", 1, Map.of(), Map.of(), false);
        assertThat(everywhere.ownBind(protocol)).isEqualTo("127.0.0.1");
        assertThat(everywhere.ownBind(alpha)).isEqualTo("0.0.0.0");
        GatewaySettings.Ports bound =
                new GatewaySettings.Ports("0.0.0.0", 1, Map.of(), Map.of("admin", "192.0.2.1", "alpha", "::1"), false);
        assertThat(bound.ownBind(protocol)).isEqualTo("192.0.2.1");
        assertThat(bound.ownBind(alpha)).isEqualTo("::1");
    }
}
