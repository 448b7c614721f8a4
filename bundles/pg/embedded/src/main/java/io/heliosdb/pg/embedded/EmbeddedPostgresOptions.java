package io.heliosdb.pg.embedded;

import io.heliosdb.pg.embedded.EmbeddedPostgres.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How an embedded server is started.
 *
 * @param home directory of its own, made if it does not exist; the caller sees to it that no other server uses it, for
 *     what works on its data is taken for the leftover of a killed one and ended
 * @param tcp where to listen besides the Unix socket; normally nowhere
 * @param maxConnections PostgreSQL's {@code max_connections}
 * @param settings further server settings by their PostgreSQL names; they win over the ones chosen here
 * @param progress told in one line what a slow step is doing: unpacking, initialising, recovering
 * @param onState told each change of state, on the thread that made it; must return soon
 * @param restart what happens when PostgreSQL ends by itself
 * @param startLimit time for a start, crash recovery included
 * @param stopLimit time for a stop, after which the server is stopped hard and recovers at its next start
 */
public record EmbeddedPostgresOptions(
        Path home,
        Optional<TcpListener> tcp,
        int maxConnections,
        Map<String, String> settings,
        Consumer<String> progress,
        Consumer<State> onState,
        RestartPolicy restart,
        Duration startLimit,
        Duration stopLimit) {

    public EmbeddedPostgresOptions {
        settings = Map.copyOf(settings);
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections is " + maxConnections + " (expected: 1 or more)");
        }
    }

    /** The server's defaults: the Unix socket only, 200 connections, restarted whenever it ends by itself. */
    public static EmbeddedPostgresOptions in(Path home) {
        return builder(home).build();
    }

    public static Builder builder(Path home) {
        return new Builder(home);
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {

        private final Path home;
        private Optional<TcpListener> tcp = Optional.empty();
        private int maxConnections = 200;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private Consumer<String> progress = line -> {};
        private Consumer<State> onState = state -> {};
        private RestartPolicy restart = RestartPolicy.always();
        private Duration startLimit = Duration.ofMinutes(10);
        private Duration stopLimit = Duration.ofSeconds(30);

        private Builder(Path home) {
            this.home = home;
        }

        public Builder tcp(TcpListener value) {
            tcp = Optional.of(value);
            return this;
        }

        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        public Builder progress(Consumer<String> value) {
            progress = value;
            return this;
        }

        public Builder onState(Consumer<State> value) {
            onState = value;
            return this;
        }

        public Builder restart(RestartPolicy value) {
            restart = value;
            return this;
        }

        public Builder startLimit(Duration value) {
            startLimit = value;
            return this;
        }

        public Builder stopLimit(Duration value) {
            stopLimit = value;
            return this;
        }

        public EmbeddedPostgresOptions build() {
            return new EmbeddedPostgresOptions(
                    home, tcp, maxConnections, settings, progress, onState, restart, startLimit, stopLimit);
        }
    }
}
