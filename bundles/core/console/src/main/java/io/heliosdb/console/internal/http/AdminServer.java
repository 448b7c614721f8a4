package io.heliosdb.console.internal.http;

import io.heliosdb.console.ConsoleSettings;
import io.heliosdb.console.internal.access.Gatekeeper;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What the connections of the admin port have in common.
 *
 * @param executor for what may wait
 * @param uploads the folder of bodies that arrive
 * @param loggedIn how many connections have shown that they may be here
 */
public record AdminServer(
        Routes routes,
        Gatekeeper gatekeeper,
        Supplier<ConsoleSettings> settings,
        Executor executor,
        Path uploads,
        AtomicInteger loggedIn) {
    public AdminServer(
            Routes routes, Gatekeeper gatekeeper, Supplier<ConsoleSettings> settings, Executor executor, Path uploads) {
        this(routes, gatekeeper, settings, executor, uploads, new AtomicInteger());
    }
}
