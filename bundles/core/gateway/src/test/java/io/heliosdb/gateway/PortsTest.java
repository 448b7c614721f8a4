package io.heliosdb.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.gateway.internal.Transport;
import io.heliosdb.spi.error.HeliosException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
    @TempDir
    private Path home;

    private TestGateway server;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theSharedPortComesFirst() {
        server = gateway().open();
        assertThat(server.gateway().ports().keySet()).containsExactly("shared", "alpha", "beta");
        assertThat(server.gateway().ports().values()).doesNotHaveDuplicates();
    }

    @Test
    void portsAreThoseOfTheConfiguration() throws IOException {
        int shared = freePort();
        int own = freePort();
        server = gateway()
                .with("ephemeral", "false")
                .with("port", String.valueOf(shared))
                .with("port.alpha", String.valueOf(own))
                .with("port.beta", "off")
                .open();
        assertThat(server.gateway().ports()).containsOnly(Map.entry("shared", shared), Map.entry("alpha", own));
    }

    @Test
    void theSharedPortCanBeLeftOut() {
        server = gateway().with("port", "off").open();
        assertThat(server.gateway().ports().keySet()).containsExactly("alpha", "beta");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTakenPortIsNamedWithTheRemedyAndNothingStaysOpen(boolean nio) throws IOException {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = holder.getLocalPort();
            server = gateway()
                    .on(nio ? Transport.NIO : Transport.best())
                    .with("ephemeral", "false")
                    .with("port", "0")
                    .with("port.beta", String.valueOf(taken));
            assertRefused(
                    "cannot listen on 127.0.0.1:" + taken + " (beta): Address already in use; stop the process that"
                            + " holds it, or set port.beta to another port (0 takes a free one)");
            assertThat(server.gateway().ports()).isEmpty();
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamedWithTheRemedy() {
        server = gateway().with("bind", "192.0.2.1");
        assertRefused(
                "cannot listen on 192.0.2.1:0 (shared): Cannot assign requested address; set bind to an address of"
                        + " this machine");
    }

    @Test
    void anUnknownHostIsNamedWithTheRemedy() {
        server = gateway().with("bind", "no-such-host.invalid");
        assertRefused("cannot listen on no-such-host.invalid:0 (shared): unknown host; set bind to an address of this"
                + " machine");
    }

    @Test
    void anIpv6AddressStandsInBrackets() {
        server = gateway().with("bind", "2001:db8::1");
        assertThatThrownBy(server::open)
                .hasRootCauseInstanceOf(HeliosException.class)
                .hasMessageContaining("[2001:db8::1]:0");
    }

    private TestGateway gateway() {
        return new TestGateway(home).with(LineProtocol.clientFirst("beta"), LineProtocol.clientFirst("alpha"));
    }

    private void assertRefused(String message) {
        assertThatThrownBy(server::open)
                .hasRootCauseInstanceOf(HeliosException.class)
                .hasRootCauseMessage(message);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
