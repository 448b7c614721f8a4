package io.heliosdb.compat.process;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of pytest, seen through its events. It ends for its reader when the process ends, whatever else happens: a
 * process that closed its event stream early is waited for and then killed, a child that it left behind with the stream
 * still open is killed too.
 */
public final class PytestProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PytestProcess.class);

    /** How long what a process leaves behind may go on writing events, and how long a process may take to exit. */
    private static final Duration AFTERMATH = Duration.ofSeconds(1);

    /** How long the rest of the events may take to arrive when nothing is left that could write more. */
    private static final Duration REST_LIMIT = Duration.ofSeconds(5);

    private static final Duration EXIT_LIMIT = Duration.ofSeconds(20);

    private final ProcessGroup group;
    private final BlockingQueue<ProcessEvent> events = new LinkedBlockingQueue<>();
    private final CountDownLatch endOfStream = new CountDownLatch(1);

    private PytestProcess(ProcessGroup group) {
        this.group = group;
    }

    /**
     * Starts pytest.
     *
     * @throws IOException where the process cannot be started
     */
    public static PytestProcess start(ProcessGroup.Start start) throws IOException {
        PytestProcess pytest = new PytestProcess(ProcessGroup.startWithEvents(start));
        pytest.inBackground("events", pytest::read);
        pytest.inBackground("exit", pytest::watch);
        return pytest;
    }

    /** What escapes even the kill of its group can hold the stream open, and must not hold this JVM: daemons. */
    private void inBackground(String what, Runnable task) {
        Thread thread = new Thread(task, what + "-of-" + group.pid());
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            EventReader reader = new EventReader(new BufferedInputStream(group.events()));
            for (Optional<PytestEvent> event = reader.next(); event.isPresent(); event = reader.next()) {
                events.add(event.get());
            }
        } catch (IOException e) {
            LOG.debug("the event stream of process {} broke off", group.pid(), e);
        } finally {
            endOfStream.countDown();
        }
        try {
            if (!group.await(EXIT_LIMIT)) {
                LOG.warn("process {} closed its event stream but did not end", group.pid());
                group.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            int status = group.await();
            awaitEndOfStream(AFTERMATH);
            group.kill();
            if (!awaitEndOfStream(REST_LIMIT)) {
                LOG.warn("something that process {} started has left its group and holds the events open", group.pid());
            }
            events.add(new ProcessEvent.Exited(status));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitEndOfStream(Duration limit) throws InterruptedException {
        return endOfStream.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The next event, in the order in which they were written; {@link ProcessEvent.Exited} is the last.
     *
     * @param limit how long to wait before {@link ProcessEvent.Silent} is returned
     */
    public ProcessEvent next(Duration limit) throws InterruptedException {
        ProcessEvent event = events.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        ProcessGroup.haltWhenShuttingDown();
        return event == null ? new ProcessEvent.Silent(limit) : event;
    }

    /**
     * Ends a process that hangs: makes Python print the stack of each of its threads to the log, then kills the group.
     */
    public void abort() throws InterruptedException {
        group.signal("ABRT");
        group.await(AFTERMATH.multipliedBy(3));
        group.kill();
    }

    /** Ends the process and all that it has started, at once. */
    @Override
    public void close() {
        group.close();
    }
}
