package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.GatewaySettings.ConnectionLimits;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many connections each protocol and each client address has. */
public final class ConnectionCount {
    private int total;
    private final Map<String, Integer> byProtocol = new HashMap<>();
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();

    /**
     * Counts a connection, unless a limit is reached.
     *
     * @return why it is not counted (53300)
     */
    public synchronized Optional<HeliosException> enter(String protocol, InetAddress address, ConnectionLimits limits) {
        if (reached(total, limits.total())) {
            return refusal("sorry, too many clients already");
        }
        if (reached(byProtocol.getOrDefault(protocol, 0), limits.byProtocol().getOrDefault(protocol, 0))) {
            return refusal("sorry, too many " + protocol + " clients already");
        }
        if (reached(byAddress.getOrDefault(address, 0), limits.byAddress())) {
            return refusal("sorry, too many clients from your address already");
        }
        total++;
        byProtocol.merge(protocol, 1, Integer::sum);
        byAddress.merge(address, 1, Integer::sum);
        return Optional.empty();
    }

    /** A counted connection closed. */
    public synchronized void leave(String protocol, InetAddress address) {
        total--;
        byProtocol.computeIfPresent(protocol, (key, count) -> count == 1 ? null : count - 1);
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    public synchronized int total() {
        return total;
    }

    private static boolean reached(int count, int limit) {
        return limit > 0 && count >= limit;
    }

    private static Optional<HeliosException> refusal(String message) {
        return Optional.of(new HeliosException(SqlState.TOO_MANY_CONNECTIONS, message));
    }
}
