package io.heliosdb.gateway.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What client addresses spoke on the shared port lately. An address that spoke a protocol whose server speaks first, and
 * nothing else, is likely to speak it again, so it need not be waited for as long. One other protocol within the expiry
 * ends that: greeting the wrong client breaks its connection, waiting costs milliseconds.
 */
public final class AddressMemory {
    private static final String SEVERAL = "";

    private record Seen(String protocol, long at) {}

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
    public synchronized void remember(InetAddress address, String protocol, long now) {
        Seen before = current(address, now);
        boolean same = before == null || before.protocol().equals(protocol);
        seen.put(address, new Seen(same ? protocol : SEVERAL, now));
    }

    /** The only protocol that the address spoke lately, if it spoke any. */
    public synchronized Optional<String> only(InetAddress address, long now) {
        Seen entry = current(address, now);
        return entry == null || entry.protocol().equals(SEVERAL) ? Optional.empty() : Optional.of(entry.protocol());
    }

    private Seen current(InetAddress address, long now) {
        Seen entry = seen.get(address);
        if (entry != null && now - entry.at() > expiryMillis) {
            seen.remove(address);
            return null;
        }
        return entry;
    }
}
