package io.heliosdb.pg.protocol.internal;

import io.heliosdb.pg.wire.ProtocolVersion;
import io.heliosdb.pg.wire.message.BackendKeyData;
import io.heliosdb.pg.wire.message.CancelRequest;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions that can be cancelled, by process id and secret key. Used from every event loop. */
public final class CancelKeys {
    private record Entry(byte[] secretKey, PostgresSession session) {}

    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, Entry> sessions = new ConcurrentHashMap<>();

    /**
     * Gives a session the key that its client has to show.
     *
     * @param processId the engine's own for this session; another one is given if a session already has it
     */
    BackendKeyData add(PostgresSession session, int processId, ProtocolVersion version) {
        byte[] secretKey =
                new byte[version.longCancelKeys() ? BackendKeyData.LONG_KEY_LENGTH : BackendKeyData.SHORT_KEY_LENGTH];
        random.nextBytes(secretKey);
        Entry entry = new Entry(secretKey, session);
        int id = processId;
        while (sessions.putIfAbsent(id, entry) != null) {
            id = random.nextInt(1, Integer.MAX_VALUE);
        }
        return new BackendKeyData(id, secretKey);
    }

    void remove(PostgresSession session, BackendKeyData key) {
        sessions.computeIfPresent(key.processId(), (id, entry) -> entry.session() == session ? null : entry);
    }

    /** The session that the request means, if it shows the right key. */
    Optional<PostgresSession> find(CancelRequest request) {
        return Optional.ofNullable(sessions.get(request.processId()))
                .filter(entry -> MessageDigest.isEqual(entry.secretKey(), request.secretKey()))
                .map(Entry::session);
    }
}
