package io.heliosdb.compat.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A child process that leads its own session, together with all that it forks. A terminal's Ctrl-C does not reach it:
 * when this JVM ends, for whatever reason short of {@code kill -9}, every group that still lives is ended with it.
 */
public final class ProcessGroup implements AutoCloseable {

    /** The child's own output goes to the log, so that nothing it prints is taken for an event. */
    private static final String WITH_EVENTS = "exec 3>&1 1>\"$COMPAT_LOG\" 2>&1; ";

    private static final String WITHOUT_EVENTS = "exec 1>\"$COMPAT_LOG\" 2>&1; ";

    /** macOS has no setsid, but Perl. */
    private static final String IN_ITS_OWN_SESSION = "command -v setsid >/dev/null && exec setsid \"$0\" \"$@\"; "
            + "exec perl -MPOSIX=setsid -e 'setsid; exec @ARGV or die \"$ARGV[0]: $!\"' \"$0\" \"$@\"";

    private static final Set<ProcessGroup> LIVING = new LinkedHashSet<>();
    private static boolean shuttingDown;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ProcessGroup::endAll, "end-child-processes"));
    }

    private final Process process;
    private final Duration grace;
    private volatile boolean closed;

    private ProcessGroup(Process process, Duration grace) {
        this.process = process;
        this.grace = grace;
    }

    /**
     * What to start, and how.
     *
     * @param command the program and its arguments
     * @param directory the working directory
     * @param environment the whole environment of the child
     * @param log the file that receives what the child prints; its folder is made
     * @param grace how long the child has to end when it is asked to; zero to kill it at once
     */
    public record Start(
            List<String> command, Path directory, Map<String, String> environment, Path log, Duration grace) {

        public Start {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * Starts a child without events.
     *
     * @throws IOException where it cannot be started
     */
    public static ProcessGroup start(Start start) throws IOException {
        return start(start, WITHOUT_EVENTS);
    }

    /** Starts a child whose file descriptor 3 is {@link #events()}. */
    public static ProcessGroup startWithEvents(Start start) throws IOException {
        return start(start, WITH_EVENTS);
    }

    private static ProcessGroup start(Start start, String script) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script + IN_ITS_OWN_SESSION));
        command.addAll(start.command);
        Files.createDirectories(start.log.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(start.directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Map<String, String> environment = new HashMap<>(start.environment);
        environment.put("COMPAT_LOG", start.log.toAbsolutePath().toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        synchronized (LIVING) {
            if (!shuttingDown) {
                ProcessGroup group = new ProcessGroup(builder.start(), start.grace);
                LIVING.add(group);
                return group;
            }
        }
        haltWhenShuttingDown();
        throw new IllegalStateException("nothing is started while the JVM shuts down");
    }

    /**
     * Does not return once the JVM is shutting down: what becomes of the children then is our own doing, and nobody is
     * to draw conclusions from it.
     */
    static void haltWhenShuttingDown() {
        boolean halt;
        synchronized (LIVING) {
            halt = shuttingDown;
        }
        while (halt) {
            LockSupport.park();
        }
    }

    /** What the child writes on its file descriptor 3. */
    public InputStream events() {
        return process.getInputStream();
    }

    /** The process id of the child, which is also the id of its group. */
    public long pid() {
        return process.pid();
    }

    /** Whether the child itself still runs; what it has forked may outlive it. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits for the child to end.
     *
     * @return its exit status: 128 + n when signal n killed it
     */
    public int await() throws InterruptedException {
        return process.waitFor();
    }

    /**
     * Waits for the child to end.
     *
     * @return whether it has ended within {@code limit}
     */
    public boolean await(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Sends a signal to the child alone.
     *
     * @param signal the signal's name without {@code SIG}
     */
    public void signal(String signal) throws InterruptedException {
        kill(signal, Long.toString(pid()));
    }

    /** Kills whatever is left of the group, also what has outlived the child; does nothing once it is closed. */
    public void kill() throws InterruptedException {
        if (!closed) {
            // The child itself too: it leads a group of that number only once it has become setsid.
            process.destroyForcibly();
            kill("KILL", "-" + pid());
        }
    }

    /** Ends the child: asks it, waits for its grace, then kills what is left of the group. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            if (isAlive() && !grace.isZero()) {
                process.destroy();
                await(grace);
            }
            kill();
            closed = true;
            await(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            interrupted = true;
            process.destroyForcibly();
        } finally {
            synchronized (LIVING) {
                LIVING.remove(this);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Java can signal a process only, not a group, and knows two signals only. */
    private static void kill(String signal, String target) throws InterruptedException {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" -- \"$1\"", signal, target)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("cannot run kill by /bin/sh", e);
        }
    }

    private static void endAll() {
        List<ProcessGroup> groups;
        synchronized (LIVING) {
            shuttingDown = true;
            groups = new ArrayList<>(LIVING);
        }
        // Those that use a server before the servers, which have their grace.
        groups.stream().filter(group -> group.grace.isZero()).forEach(ProcessGroup::close);
        groups.stream().filter(group -> !group.grace.isZero()).forEach(ProcessGroup::close);
    }
}
