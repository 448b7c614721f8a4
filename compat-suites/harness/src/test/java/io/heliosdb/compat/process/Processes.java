package io.heliosdb.compat.process;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Waits for things that happen in other processes. */
public final class Processes {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private Processes() {}

    /** Something that may come true. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException;
    }

    /** Returns when {@code condition} holds, and fails when it never does. */
    public static void await(String what, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE;
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                fail("waited in vain: " + what);
            }
            Thread.sleep(10);
        }
    }

    /** Returns when the process has ended, whether or not its parent has noticed. */
    public static void awaitEnd(long pid) throws IOException, InterruptedException {
        await("process " + pid + " ends", () -> {
            Path stat = Path.of("/proc", Long.toString(pid), "stat");
            boolean alive = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
            return !alive || (Files.exists(stat) && Files.readString(stat).contains(") Z "));
        });
    }

    /** The number in a file that another process writes, once it is there. */
    public static long awaitNumber(Path file) throws IOException, InterruptedException {
        await(
                file + " is written",
                () -> Files.exists(file) && Files.readString(file).endsWith("\n"));
        return Long.parseLong(Files.readString(file).strip());
    }
}
