package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.spi.dialect.SessionControl;
import io.heliosdb.spi.dialect.SessionInformation;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The sessions of one instance of the protocol that are logged in, by connection id. Used from every event loop. */
public final class ConnectionRegistry {
    private final Map<Long, MysqlSession> sessions = new ConcurrentHashMap<>();
    private final LongAdder questions = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final LongAdder abortedClients = new LongAdder();
    private final long startedNanos = System.nanoTime();
    private final SecureRandom random = new SecureRandom();

    void add(MysqlSession session) {
        sessions.put(session.connectionId(), session);
        connections.increment();
    }

    void remove(MysqlSession session) {
        sessions.remove(session.connectionId(), session);
    }

    /** Counts a client that was logged in and went without COM_QUIT. */
    void abortedClient() {
        abortedClients.increment();
    }

    /** Counts a command. */
    void question() {
        questions.increment();
    }

    /** Random octets to be shown in a greeting: none is 0, where clients see the end of a string. */
    byte[] challenge(int length) {
        byte[] octets = new byte[length];
        for (int at = 0; at < length; at++) {
            octets[at] = (byte) (1 + random.nextInt(Byte.MAX_VALUE));
        }
        return octets;
    }

    /** As COM_STATISTICS tells it. */
    String statistics() {
        long uptime = uptimeSeconds();
        long asked = questions.sum();
        long thousandths = asked * 1000 / Math.max(uptime, 1);
        return "Uptime: " + uptime + "  Threads: " + sessions.size() + "  Questions: " + asked
                + "  Slow queries: 0  Opens: 0  Flush tables: 0  Open tables: 0  Queries per second avg: "
                + thousandths / 1000 + "." + String.format(Locale.ROOT, "%03d", thousandths % 1000);
    }

    private long uptimeSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos);
    }

    /** As SHOW STATUS tells it (manual, "Server Status Variables"). */
    private Map<String, Long> status() {
        return Map.of(
                "Aborted_clients", abortedClients.sum(),
                "Connections", connections.sum(),
                "Queries", questions.sum(),
                "Questions", questions.sum(),
                "Threads_connected", (long) sessions.size(),
                "Threads_running",
                        sessions.values().stream()
                                .filter(MysqlSession::isRunning)
                                .count(),
                "Uptime", uptimeSeconds());
    }

    /** The sessions of a user, by their numbers. */
    List<SessionInformation> sessions(String user) {
        return sessions.values().stream()
                .filter(session -> session.user().equals(user))
                .map(MysqlSession::information)
                .sorted(Comparator.comparingLong(SessionInformation::connectionId))
                .toList();
    }

    /** How a user's session sees and ends its fellows. */
    SessionControl control(String user) {
        return new SessionControl() {
            @Override
            public Answer kill(long connectionId, Target target) {
                return ConnectionRegistry.this.kill(user, connectionId, target);
            }

            @Override
            public List<SessionInformation> sessions() {
                return ConnectionRegistry.this.sessions(user);
            }

            @Override
            public Map<String, Long> status() {
                return ConnectionRegistry.this.status();
            }
        };
    }

    /** Ends the session of that number, or what it runs, if it is that user's. */
    SessionControl.Answer kill(String user, long connectionId, SessionControl.Target target) {
        MysqlSession session = sessions.get(connectionId);
        if (session == null) {
            return SessionControl.Answer.UNKNOWN;
        }
        if (!session.user().equals(user)) {
            return SessionControl.Answer.FOREIGN;
        }
        session.killed(target);
        return SessionControl.Answer.TAKEN;
    }
}
