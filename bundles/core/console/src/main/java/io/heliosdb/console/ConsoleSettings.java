package io.heliosdb.console;

import java.time.Duration;
import java.util.Set;

/**
 * How the admin port serves.
 *
 * @param hosts names, in lower case, under which the port may be asked for beside {@code localhost} and addresses
 * @param metricsOpen whether metrics are told without the token
 * @param connections most at one time
 * @param uploadBytes largest bundle that can be uploaded
 * @param requestTime how long a request's body may take to arrive, and its answer to be read
 * @param sessionTime how long a login of the page lasts without being used
 */
public record ConsoleSettings(
        Set<String> hosts,
        boolean metricsOpen,
        int connections,
        int uploadBytes,
        Duration requestTime,
        Duration sessionTime) {
    public ConsoleSettings {
        hosts = Set.copyOf(hosts);
    }
}
