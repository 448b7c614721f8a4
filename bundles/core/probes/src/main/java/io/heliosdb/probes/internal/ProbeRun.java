package io.heliosdb.probes.internal;

import io.heliosdb.probes.ProbeCase;
import io.heliosdb.probes.ProbeCase.Verdict;
import io.heliosdb.probes.ProbeResult;
import io.heliosdb.probes.ProbeTarget;
import io.heliosdb.probes.internal.PythonProbe.Outcome;
import io.heliosdb.probes.internal.PythonProbe.PythonException;
import io.heliosdb.probes.internal.PythonProbe.Title;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a probe, on a thread of its own that ends with it. A platform thread and not a virtual one: a probe that
 * turns in a loop would keep a carrier from everybody else.
 */
final class ProbeRun {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeRun.class);
    private static final Duration LOADING = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final String FILE = "file";

    private final Path file;
    private final ProbeTarget target;
    private final Duration limit;
    private final Supplier<PythonProbe> interpreter;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final List<Title> titles = new ArrayList<>();
    private final List<ProbeCase> finished = new ArrayList<>();
    private volatile PythonProbe probe;
    private volatile String version = "";
    private volatile String broken = "the probe ended before it";
    private long began;

    /** @param interpreter makes the interpreter, on the thread that will use it */
    ProbeRun(Path file, ProbeTarget target, Duration limit, Supplier<PythonProbe> interpreter) {
        this.file = file;
        this.target = target;
        this.limit = limit;
        this.interpreter = interpreter;
    }

    /** Runs, waits no longer than the limit and what it takes to load Jython and to end a probe. */
    ProbeResult result() {
        long start = System.nanoTime();
        Thread thread = new Thread(this::work, "heliosdb-probe-" + file.getFileName());
        thread.setDaemon(true);
        thread.start();
        String obstacle;
        try {
            obstacle = await(thread);
        } catch (InterruptedException e) {
            end(thread);
            Thread.currentThread().interrupt();
            obstacle = "ended, because its caller was interrupted";
        }
        return new ProbeResult(file, target, version, conclude(obstacle), Duration.ofNanos(System.nanoTime() - start));
    }

    /** @return why the cases that are not finished are not */
    private String await(Thread thread) throws InterruptedException {
        if (!ready.await(LOADING.toMillis(), TimeUnit.MILLISECONDS)) {
            end(thread);
            return "Jython was not loaded within " + LOADING.toSeconds() + " s";
        }
        if (done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            return broken;
        }
        String late = "not finished within the limit of " + seconds(limit) + " s";
        end(thread);
        if (done.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            return late;
        }
        LOG.warn("the probe {} cannot be ended; its thread {} goes on", file, thread.getName());
        return late + ", and cannot be ended: its thread goes on";
    }

    private void end(Thread thread) {
        PythonProbe running = probe;
        if (running != null) {
            running.stop();
        }
        thread.interrupt();
    }

    private void work() {
        try (PythonProbe mine = interpreter.get()) {
            probe = mine;
            version = mine.interpreter();
            ready.countDown();
            cases(mine);
        } catch (NoSuchFileException e) {
            fileInError("there is no such file", "");
        } catch (IOException e) {
            fileInError("it cannot be read: " + e.getMessage(), "");
        } catch (PythonException e) {
            fileInError(e.getMessage(), e.trace());
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("the probe {} could not be run", file, e);
            fileInError("it could not be run: " + e, "");
        } finally {
            ready.countDown();
            done.countDown();
        }
    }

    private void cases(PythonProbe mine) throws IOException, PythonException {
        List<Title> found = mine.load();
        synchronized (finished) {
            titles.addAll(found);
        }
        if (found.isEmpty()) {
            fileInError("it has no function probe_...(server)", "");
        }
        for (int index = 0; index < found.size(); index++) {
            synchronized (finished) {
                began = System.nanoTime();
            }
            Outcome outcome;
            try {
                outcome = mine.run(index);
            } catch (PythonException e) {
                // What a case raises is its outcome: this is a probe that was stopped, or Jython that is broken.
                broken = e.getMessage();
                return;
            }
            synchronized (finished) {
                Title title = found.get(index);
                finished.add(new ProbeCase(
                        title.name(),
                        title.title(),
                        outcome.verdict(),
                        Duration.ofNanos(System.nanoTime() - began),
                        outcome.message(),
                        outcome.trace(),
                        outcome.output()));
            }
        }
    }

    private void fileInError(String message, String trace) {
        synchronized (finished) {
            if (finished.isEmpty()) {
                titles.clear();
                PythonProbe mine = probe;
                finished.add(new ProbeCase(
                        FILE,
                        "The file can be run",
                        Verdict.ERROR,
                        Duration.ZERO,
                        message,
                        trace,
                        mine == null ? "" : mine.output()));
            }
        }
    }

    private List<ProbeCase> conclude(String obstacle) {
        synchronized (finished) {
            List<ProbeCase> all = new ArrayList<>(finished);
            for (int index = finished.size(); index < titles.size(); index++) {
                boolean running = index == finished.size();
                Title title = titles.get(index);
                all.add(new ProbeCase(
                        title.name(),
                        title.title(),
                        Verdict.ERROR,
                        running ? Duration.ofNanos(System.nanoTime() - began) : Duration.ZERO,
                        running
                                ? obstacle
                                : "not run: the case "
                                        + titles.get(finished.size()).name() + " was " + obstacle,
                        "",
                        running && probe != null ? probe.output() : ""));
            }
            if (all.isEmpty()) {
                all.add(new ProbeCase(FILE, "The file can be run", Verdict.ERROR, Duration.ZERO, obstacle, "", ""));
            }
            return all;
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? Long.toString(duration.toSeconds())
                : Double.toString(duration.toMillis() / 1000.0);
    }
}
