package io.heliosdb.console.internal.access;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The logins of the page: each is a secret in a cookie and a second one that requests repeat. Safe for threads. */
public final class WebSessions {
    private static final int MOST = 64;

    private final Supplier<Duration> time;
    private final LongSupplier clock;

    /** By the digests of their secrets, so that looking one up tells nothing by its time; the oldest first. */
    private final Map<ByteBuffer, Entry> sessions = new LinkedHashMap<>();

    private static final class Entry {
        final String csrf = Secrets.random();
        long used;
    }

    /**
     * A login of the page.
     *
     * @param secret for the cookie
     * @param csrf to be repeated by requests that change something
     */
    public record WebSession(String secret, String csrf) {}

    /**
     * @param time how long a session lasts without being used
     * @param clock in nanoseconds
     */
    public WebSessions(Supplier<Duration> time, LongSupplier clock) {
        this.time = time;
        this.clock = clock;
    }

    /** Begins a session; when there are too many, the one that began first ends. */
    public synchronized WebSession begin() {
        forgetOld();
        if (sessions.size() >= MOST) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        String secret = Secrets.random();
        Entry entry = new Entry();
        entry.used = clock.getAsLong();
        sessions.put(key(secret), entry);
        return new WebSession(secret, entry.csrf);
    }

    public synchronized Optional<WebSession> find(String secret) {
        forgetOld();
        Entry entry = sessions.get(key(secret));
        if (entry == null) {
            return Optional.empty();
        }
        entry.used = clock.getAsLong();
        return Optional.of(new WebSession(secret, entry.csrf));
    }

    public synchronized void end(String secret) {
        sessions.remove(key(secret));
    }

    private void forgetOld() {
        long now = clock.getAsLong();
        long most = time.get().toNanos();
        sessions.values().removeIf(entry -> now - entry.used > most);
    }

    private static ByteBuffer key(String secret) {
        return ByteBuffer.wrap(Secrets.digest(secret));
    }
}
