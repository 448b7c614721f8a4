package io.heliosdb.console.internal;

import io.heliosdb.console.internal.http.Problem;
import java.util.Optional;

/** The server's services as they are at this moment: each may be missing, and come and go. Safe for threads. */
public interface Services {
    /** The service of that type that ranks first. */
    <T> Optional<T> find(Class<T> type);

    /**
     * A service that an answer cannot do without.
     *
     * @param what it is, for the client
     * @throws Problem (503) while it is not there
     */
    default <T> T need(Class<T> type, String what) {
        return find(type).orElseThrow(() -> new Problem(503, what + ": not available"));
    }
}
