package io.heliosdb.gateway.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What client addresses did on the shared port lately. One that spoke a protocol whose server speaks first is likely to
 * speak it again, so it need not be waited for as long: unless there is also a client that speaks first itself, but
 * hesitates to. Greeting that one breaks its connection, waiting costs the others milliseconds.
 */
public final class AddressMemory {
    /**
     * An address.
     *
     * @param protocol the one that it spoke last; empty for none yet
     * @param spokeAt when it did
     * @param hesitated whether it ever hesitated
     * @param hesitatedAt when it last did
     */
    private record Seen(Optional<String> protocol, long spokeAt, boolean hesitated, long hesitatedAt) {
        static final Seen NOTHING = new Seen(Optional.empty(), 0, false, 0);
    }

    private final int capacity;
    private final long expiryMillis;
    private final Map<InetAddress, Seen> seen;

    public AddressMemory(int capacity, Duration expiry) {
        this.capacity = capacity;
        this.expiryMillis = expiry.toMillis();
        this.seen = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<InetAddress, Seen> eldest) {
                return size() > AddressMemory.this.capacity;
            }
        };
    }

    /** @param now in milliseconds, of one clock for all calls */
    public synchronized void spoke(InetAddress address, String protocol, long now) {
        Seen before = seen.getOrDefault(address, Seen.NOTHING);
        seen.put(address, new Seen(Optional.of(protocol), now, before.hesitated(), before.hesitatedAt()));
    }

    /** A client that had to speak first did so late. */
    public synchronized void hesitated(InetAddress address, long now) {
        Seen before = seen.getOrDefault(address, Seen.NOTHING);
        seen.put(address, new Seen(before.protocol(), before.spokeAt(), true, now));
    }

    /** The protocol to expect from the address without much waiting: the last one, if nobody there hesitated lately. */
    public synchronized Optional<String> expected(InetAddress address, long now) {
        Seen entry = seen.getOrDefault(address, Seen.NOTHING);
        boolean hesitates = entry.hesitated() && isLately(entry.hesitatedAt(), now);
        return hesitates || !isLately(entry.spokeAt(), now) ? Optional.empty() : entry.protocol();
    }

    private boolean isLately(long then, long now) {
        return now - then <= expiryMillis;
    }
}
