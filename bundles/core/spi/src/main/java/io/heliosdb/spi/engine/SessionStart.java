package io.heliosdb.spi.engine;

import java.util.Map;

/**
 * What the engine said of itself when a session opened.
 *
 * @param processId the id by which this session is known to SQL ({@code pg_backend_pid()}), in session pooling
 * @param parameters the parameters that the engine reports, with their values now
 */
public record SessionStart(int processId, Map<String, String> parameters) {
    public SessionStart {
        parameters = Map.copyOf(parameters);
    }
}
