package io.heliosdb.console.internal.api;

import io.heliosdb.console.internal.Services;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.protocol.Gateway;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is true of the whole server.
 *
 * @param version of the program
 * @param engineUrl of an engine of its own, with its password masked; empty for the embedded one
 * @param started when
 */
public record ServerState(Services services, Path home, String version, Optional<String> engineUrl, Instant started) {
    /** Soon enough for whoever asks every few seconds. */
    private static final Duration ENGINE_ANSWERS = Duration.ofSeconds(2);

    Duration uptime() {
        return Duration.between(started, Instant.now());
    }

    /** The ports that are open, by name. */
    Map<String, Integer> ports() {
        return services.find(Gateway.class)
                .<Map<String, Integer>>map(gateway -> new TreeMap<>(gateway.ports()))
                .orElse(Map.of());
    }

    /** Empty when the engine answers, otherwise why it does not. */
    CompletableFuture<Optional<String>> engineFault() {
        Optional<Engine> engine = services.find(Engine.class);
        if (engine.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of("there is no engine"));
        }
        return engine.get()
                .ready()
                .toCompletableFuture()
                .copy()
                .orTimeout(ENGINE_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)
                .handle((ready, failure) -> failure == null ? Optional.empty() : Optional.of(reason(failure)));
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException
                ? "it did not answer within " + ENGINE_ANSWERS.toSeconds() + " s"
                : String.valueOf(cause.getMessage());
    }
}
