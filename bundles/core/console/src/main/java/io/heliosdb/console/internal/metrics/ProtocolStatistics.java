package io.heliosdb.console.internal.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** One protocol's counts. Told from many event loops at once, without a lock. */
final class ProtocolStatistics {
    /** A client could make up codes (RAISE ... ERRCODE): beyond so many, they are counted together. */
    static final int MOST_CODES = 100;

    static final String OTHER_CODES = "other";

    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final int DIGITS = 2;

    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
    private final Recorder recorder = new Recorder(LONGEST_MICROS, DIGITS);

    /** Kept by the one who turns the page. */
    private final Histogram sinceStart = emptyHistogram();

    private Histogram recycled;

    static Histogram emptyHistogram() {
        return new Histogram(LONGEST_MICROS, DIGITS);
    }

    void opened() {
        opened.increment();
    }

    void closed() {
        closed.increment();
    }

    void statement(long nanos) {
        recorder.recordValue(Math.max(1, Math.min(nanos / 1000, LONGEST_MICROS)));
    }

    void error(String code) {
        LongAdder known = errors.get(code);
        if (known == null) {
            known = errors.computeIfAbsent(errors.size() < MOST_CODES ? code : OTHER_CODES, first -> new LongAdder());
        }
        known.increment();
    }

    long openedCount() {
        return opened.sum();
    }

    long openNow() {
        return Math.max(0, opened.sum() - closed.sum());
    }

    Map<String, Long> errorsByCode() {
        Map<String, Long> counts = new TreeMap<>();
        errors.forEach((code, count) -> counts.put(code, count.sum()));
        return counts;
    }

    long errorCount() {
        return errors.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** What was recorded since the last call, in microseconds; null where that is nothing. By one thread at a time. */
    Histogram turn() {
        recycled = recorder.getIntervalHistogram(recycled);
        if (recycled.getTotalCount() == 0) {
            return null;
        }
        sinceStart.add(recycled);
        return recycled.copy();
    }

    /** Everything up to the last {@link #turn}. */
    Histogram sinceStart() {
        return sinceStart.copy();
    }
}
