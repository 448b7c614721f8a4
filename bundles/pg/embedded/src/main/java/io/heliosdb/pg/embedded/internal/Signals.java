package io.heliosdb.pg.embedded.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Sends signals to PostgreSQL's processes as the account that they run under, on every platform. */
final class Signals {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Binaries binaries;
    private final EngineAccount account;

    Signals(Binaries binaries, EngineAccount account) {
        this.binaries = binaries;
        this.account = account;
    }

    /**
     * Sends a signal; a process that has gone in the meantime is no error.
     *
     * @param signal INT for a fast shutdown, QUIT for an immediate one, KILL
     */
    void send(String signal, long pid) throws IOException, InterruptedException {
        List<String> command = List.of(binaries.program("pg_ctl").toString(), "kill", signal, Long.toString(pid));
        Subprocess.run(account.command(command), binaries.directory(), LIMIT);
    }
}
