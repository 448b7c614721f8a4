package io.heliosdb.console.internal.metrics;

import io.heliosdb.spi.operation.Telemetry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Rates, latencies and errors by protocol, since the start and over the last minute. An event costs a map's look-up and an
 * addition. Every two seconds a page is turned: a minute is thirty of them.
 */
@Component(service = {Telemetry.class, Statistics.class})
public final class Statistics implements Telemetry {
    static final int TURN_SECONDS = 2;
    private static final int MINUTE = 30;
    private static final int KEPT_POINTS = 300;
    /** Names come from bundles, which are few. */
    private static final int MOST_PROTOCOLS = 64;

    private static final String OTHER_PROTOCOLS = "other";
    private static final double NANOS = 1e9;

    private final LongSupplier clock;
    private final Map<String, ProtocolStatistics> protocols = new ConcurrentHashMap<>();
    private final Deque<Turn> minute = new ArrayDeque<>();
    private final Deque<Point> history = new ArrayDeque<>();
    private final long begin;
    private long lastTurn;
    private long lastErrors;
    private ScheduledExecutorService turning;

    /** What happened in one turn, by protocol. */
    private record Turn(
            double seconds, Map<String, Histogram> latencies, Map<String, Map<String, Long>> errorsBefore) {}

    /**
     * A point of the charts.
     *
     * @param rate statements in a second
     * @param errorRate errors in a second
     * @param p50 seconds, as the other quantiles
     */
    public record Point(double rate, double errorRate, double p50, double p95, double p99) {}

    /** Latencies in seconds: half of the statements took no longer than {@code p50}. */
    public record Quantiles(double p50, double p95, double p99, double longest) {}

    /**
     * One protocol, or all of them.
     *
     * @param rate statements in a second
     * @param errors by code
     */
    public record Summary(long statements, double rate, Quantiles latency, Map<String, Long> errors) {}

    @Activate
    public Statistics() {
        this(System::nanoTime);
        turning = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "heliosdb-statistics");
            thread.setDaemon(true);
            return thread;
        });
        turning.scheduleAtFixedRate(this::turn, TURN_SECONDS, TURN_SECONDS, TimeUnit.SECONDS);
    }

    /** @param clock in nanoseconds; the pages are turned by the caller */
    Statistics(LongSupplier clock) {
        this.clock = clock;
        begin = clock.getAsLong();
        lastTurn = begin;
    }

    @Deactivate
    void stop() {
        turning.shutdownNow();
    }

    @Override
    public void connectionOpened(String protocol) {
        of(protocol).opened();
    }

    @Override
    public void connectionClosed(String protocol) {
        of(protocol).closed();
    }

    @Override
    public void statementDone(String protocol, long nanos) {
        of(protocol).statement(nanos);
    }

    @Override
    public void errorTold(String protocol, String code) {
        of(protocol).error(code);
    }

    private ProtocolStatistics of(String protocol) {
        ProtocolStatistics known = protocols.get(protocol);
        return known != null
                ? known
                : protocols.computeIfAbsent(
                        protocols.size() < MOST_PROTOCOLS ? protocol : OTHER_PROTOCOLS,
                        first -> new ProtocolStatistics());
    }

    /** Ends one interval and begins the next. */
    synchronized void turn() {
        long now = clock.getAsLong();
        double seconds = Math.max((now - lastTurn) / NANOS, 1e-3);
        lastTurn = now;
        Map<String, Histogram> latencies = new HashMap<>();
        Map<String, Map<String, Long>> errors = new HashMap<>();
        Histogram together = null;
        long errorCount = 0;
        for (Map.Entry<String, ProtocolStatistics> entry : protocols.entrySet()) {
            Histogram turned = entry.getValue().turn();
            if (turned != null) {
                latencies.put(entry.getKey(), turned);
                together = added(together, turned);
            }
            errors.put(entry.getKey(), entry.getValue().errorsByCode());
            errorCount += entry.getValue().errorCount();
        }
        keep(minute, new Turn(seconds, latencies, errors), MINUTE);
        Quantiles quantiles = quantiles(together);
        keep(
                history,
                new Point(
                        (together == null ? 0 : together.getTotalCount()) / seconds,
                        (errorCount - lastErrors) / seconds,
                        quantiles.p50(),
                        quantiles.p95(),
                        quantiles.p99()),
                KEPT_POINTS);
        lastErrors = errorCount;
    }

    private static <T> void keep(Deque<T> kept, T next, int most) {
        kept.addLast(next);
        if (kept.size() > most) {
            kept.removeFirst();
        }
    }

    private static Histogram added(Histogram sum, Histogram more) {
        if (sum == null) {
            return more.copy();
        }
        sum.add(more);
        return sum;
    }

    private static Quantiles quantiles(Histogram latencies) {
        if (latencies == null || latencies.getTotalCount() == 0) {
            return new Quantiles(0, 0, 0, 0);
        }
        return new Quantiles(
                seconds(latencies.getValueAtPercentile(50)),
                seconds(latencies.getValueAtPercentile(95)),
                seconds(latencies.getValueAtPercentile(99)),
                seconds(latencies.getMaxValue()));
    }

    private static double seconds(long micros) {
        return micros / 1e6;
    }

    /** The last ten minutes, a point for every two seconds, the newest last. */
    public synchronized List<Point> history() {
        return List.copyOf(history);
    }

    /** The protocols that were heard of, sorted. */
    public List<String> protocols() {
        return protocols.keySet().stream().sorted().toList();
    }

    public long openConnections(String protocol) {
        return of(protocol).openNow();
    }

    public long connectionsSinceStart(String protocol) {
        return of(protocol).openedCount();
    }

    /** Latencies in microseconds up to the last turn. */
    synchronized Histogram latenciesSinceStart(String protocol) {
        return of(protocol).sinceStart();
    }

    /** Since the start, up to the last turn. */
    public synchronized Summary sinceStart(List<String> names) {
        Histogram latencies = null;
        Map<String, Long> errors = new TreeMap<>();
        for (String name : names) {
            latencies = added(latencies, of(name).sinceStart());
            of(name).errorsByCode().forEach((code, count) -> errors.merge(code, count, Long::sum));
        }
        return summary(latencies, (lastTurn - begin) / NANOS, errors);
    }

    /** Over the last minute, or less where less has passed, up to the last turn. */
    public synchronized Summary lastMinute(List<String> names) {
        Histogram latencies = null;
        double seconds = 0;
        for (Turn turn : minute) {
            seconds += turn.seconds();
            for (String name : names) {
                Histogram turned = turn.latencies().get(name);
                if (turned != null) {
                    latencies = added(latencies, turned);
                }
            }
        }
        Map<String, Long> errors = new TreeMap<>();
        for (String name : names) {
            Map<String, Long> before = errorsBeforeMinute(name);
            of(name).errorsByCode().forEach((code, count) -> {
                long recent = count - before.getOrDefault(code, 0L);
                if (recent > 0) {
                    errors.merge(code, recent, Long::sum);
                }
            });
        }
        return summary(latencies, seconds, errors);
    }

    private Map<String, Long> errorsBeforeMinute(String name) {
        return minute.size() < MINUTE
                ? Map.of()
                : minute.getFirst().errorsBefore().getOrDefault(name, Map.of());
    }

    private static Summary summary(Histogram latencies, double seconds, Map<String, Long> errors) {
        long statements = latencies == null ? 0 : latencies.getTotalCount();
        return new Summary(statements, seconds > 0 ? statements / seconds : 0, quantiles(latencies), errors);
    }
}
