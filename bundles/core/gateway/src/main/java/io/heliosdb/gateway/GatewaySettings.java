package io.heliosdb.gateway;

import io.heliosdb.spi.protocol.ClientLimits;
import io.heliosdb.spi.protocol.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the gateway behaves. Ports, bind address and event loops take effect when the gateway opens, everything else when
 * it is set.
 *
 * @param home the server's directory; the certificate made at first start lies in its {@code tls} folder
 * @param ports where it listens
 * @param eventLoops threads that serve connections
 * @param detection how a connection on the shared port finds its protocol
 * @param waitingRoom what a connection may cost before it is logged in
 * @param connectionLimits how many may be logged in
 * @param timeouts how long a session may be silent or busy
 * @param tls how the server proves who it is
 * @param messageBytes longest single message after login
 */
public record GatewaySettings(
        Path home,
        Ports ports,
        int eventLoops,
        Detection detection,
        WaitingRoom waitingRoom,
        ConnectionLimits connectionLimits,
        Timeouts timeouts,
        Tls tls,
        int messageBytes) {

    /** A port that is not opened. */
    public static final int NO_PORT = -1;

    /** Name of the port that every protocol shares. */
    public static final String SHARED = "shared";

    /** Where an administrative protocol listens, if nothing else is said. */
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * Where the gateway listens. Port 0 takes a free one, {@link #NO_PORT} opens none.
     *
     * @param bind a host name or address of this machine
     * @param shared the port that every protocol shares
     * @param own ports by protocol, where they differ from the protocol's default
     * @param ownBinds addresses by protocol, where its own port is on another than {@code bind}
     * @param ephemeral whether every port that is opened is a free one, whatever its number here
     */
    public record Ports(
            String bind, int shared, Map<String, Integer> own, Map<String, String> ownBinds, boolean ephemeral) {
        public Ports {
            own = Map.copyOf(own);
            ownBinds = Map.copyOf(ownBinds);
        }

        /** The shared port's number to bind; empty where it is not opened. */
        public OptionalInt sharedPort() {
            return toBind(shared);
        }

        /** A protocol's own port's number to bind; empty where it is not opened. */
        public OptionalInt ownPort(String protocol, int defaultPort) {
            return toBind(own.getOrDefault(protocol, defaultPort));
        }

        /** The address of a protocol's own port. */
        public String ownBind(Protocol protocol) {
            return ownBinds.getOrDefault(protocol.name(), protocol.administrative() ? LOOPBACK : bind);
        }

        private OptionalInt toBind(int port) {
            if (port == NO_PORT) {
                return OptionalInt.empty();
            }
            return OptionalInt.of(ephemeral ? 0 : port);
        }
    }

    /**
     * How a connection on the shared port finds its protocol.
     *
     * <p>Silence can mean two things: a client that waits to be greeted, or one that is about to speak. The first is greeted
     * after {@code silence}. An address whose last connection was of the protocol whose server speaks first is greeted
     * after {@code knownSilence}, which is all but at once, and yet longer than a client needs that does not wait: clients
     * of both kinds can share an address, as on loopback. But no client that is slow to speak may be lost for that: once
     * one of the address took longer than half of {@code knownSilence}, or was greeted and turned out to speak another
     * protocol, the address is waited for {@code silence} for the next hour.
     *
     * @param silence how long a client may say nothing before the protocol whose server speaks first greets it
     * @param knownSilence the same for an address that spoke that protocol last, and has no slow client; 0 greets such an
     *     address at once
     * @param hold how long connections wait for a protocol whose last version went, and its own port stays open
     */
    public record Detection(Duration silence, Duration knownSilence, Duration hold) {}

    /**
     * What connections may cost before they are logged in.
     *
     * @param size most connections that are not logged in; while there are so many, no further one is accepted
     * @param time from accept to the end of the login
     * @param bytes most bytes that one may send
     */
    public record WaitingRoom(int size, Duration time, int bytes) {}

    /**
     * How many connections a protocol is opened for; what is beyond is refused in the protocol's own words. Zero means no
     * limit.
     *
     * @param total of all protocols
     * @param byProtocol of one protocol
     * @param byAddress of one client address
     */
    public record ConnectionLimits(int total, Map<String, Integer> byProtocol, int byAddress) {
        public ConnectionLimits {
            byProtocol = Map.copyOf(byProtocol);
        }
    }

    /**
     * How long a session may be in one state; zero means as long as it likes. Kept to within half a second, never early.
     */
    public record Timeouts(Duration idle, Duration idleInTransaction, Duration statement) {}

    /**
     * How the server proves who it is.
     *
     * @param enabled whether it speaks TLS at all
     * @param certificate PEM file of its certificate and chain; empty for the one made at first start
     * @param key PEM file of the certificate's key; given exactly if the certificate is
     */
    public record Tls(boolean enabled, Optional<Path> certificate, Optional<Path> key) {}

    public GatewaySettings {
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops: " + eventLoops + " (expected: > 0)");
        }
    }

    /** The bounds that protocols keep on a connection's behalf. */
    public ClientLimits clientLimits() {
        return new ClientLimits(waitingRoom.bytes(), messageBytes);
    }
}
