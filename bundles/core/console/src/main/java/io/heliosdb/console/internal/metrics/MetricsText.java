package io.heliosdb.console.internal.metrics;

import io.heliosdb.spi.operation.DeployedBundle;
import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.operation.DeploymentState;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The metrics in Prometheus' text format. */
public final class MetricsText {
    public static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final double MICROS = 1e6;

    /** Upper bounds of the latencies' buckets, in microseconds. */
    private static final long[] BOUNDS = {
        100,
        250,
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        30_000_000,
        60_000_000
    };

    private final Statistics statistics;

    public MetricsText(Statistics statistics) {
        this.statistics = statistics;
    }

    /**
     * What is known besides the statistics.
     *
     * @param engineUp whether the engine answers
     */
    public record Surroundings(
            String version,
            Duration uptime,
            boolean engineUp,
            List<DeployedBundle> bundles,
            List<Deployment> deployments) {}

    public byte[] write(Surroundings surroundings) {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        addServer(all, surroundings);
        addConnections(all);
        addStatements(all);
        addDeployments(all, surroundings);
        addProcess(all);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, all.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void addServer(MetricSnapshots.Builder all, Surroundings surroundings) {
        all.metricSnapshot(InfoSnapshot.builder()
                .name("heliosdb_build")
                .help("The program")
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(Labels.of(
                                "version",
                                surroundings.version(),
                                "java",
                                Runtime.version().toString()))
                        .build())
                .build());
        all.metricSnapshot(gauge("heliosdb_uptime", "Since the console started", Unit.SECONDS)
                .dataPoint(point(Labels.EMPTY, surroundings.uptime().toMillis() / MILLIS))
                .build());
        all.metricSnapshot(gauge("heliosdb_engine_up", "1 while the engine answers", null)
                .dataPoint(point(Labels.EMPTY, surroundings.engineUp() ? 1 : 0))
                .build());
    }

    private void addConnections(MetricSnapshots.Builder all) {
        GaugeSnapshot.Builder open = gauge("heliosdb_connections_open", "Connections that a protocol has now", null);
        CounterSnapshot.Builder opened = counter("heliosdb_connections", "Connections that a protocol was given", null);
        for (String protocol : statistics.protocols()) {
            Labels labels = Labels.of("protocol", protocol);
            open.dataPoint(point(labels, statistics.openConnections(protocol)));
            opened.dataPoint(count(labels, statistics.connectionsSinceStart(protocol)));
        }
        all.metricSnapshot(open.build());
        all.metricSnapshot(opened.build());
    }

    private void addStatements(MetricSnapshots.Builder all) {
        HistogramSnapshot.Builder durations = HistogramSnapshot.builder()
                .name("heliosdb_statement_duration_seconds")
                .help("From a statement's arrival until its client had the answer")
                .unit(Unit.SECONDS);
        CounterSnapshot.Builder errors = counter("heliosdb_errors", "Errors that clients were told", null);
        for (String protocol : statistics.protocols()) {
            Histogram latencies = statistics.latenciesSinceStart(protocol);
            durations.dataPoint(HistogramDataPointSnapshot.builder()
                    .labels(Labels.of("protocol", protocol))
                    .classicHistogramBuckets(buckets(latencies))
                    .sum(latencies.getTotalCount() == 0 ? 0 : latencies.getMean() * latencies.getTotalCount() / MICROS)
                    .build());
            Map<String, Long> codes = statistics.sinceStart(List.of(protocol)).errors();
            codes.forEach(
                    (code, number) -> errors.dataPoint(count(Labels.of("protocol", protocol, "code", code), number)));
        }
        all.metricSnapshot(durations.build());
        all.metricSnapshot(errors.build());
    }

    private static ClassicHistogramBuckets buckets(Histogram latencies) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long below = 0;
        for (long bound : BOUNDS) {
            long upTo = latencies.getTotalCount() == 0 ? 0 : latencies.getCountBetweenValues(0, bound);
            buckets.bucket(bound / MICROS, upTo - below);
            below = upTo;
        }
        return buckets.bucket(Double.POSITIVE_INFINITY, latencies.getTotalCount() - below)
                .build();
    }

    private static void addDeployments(MetricSnapshots.Builder all, Surroundings surroundings) {
        GaugeSnapshot.Builder bundles = gauge("heliosdb_bundles", "Bundles by their state", null);
        for (DeploymentState state : DeploymentState.values()) {
            long number = surroundings.bundles().stream()
                    .filter(bundle -> bundle.state() == state)
                    .count();
            bundles.dataPoint(point(Labels.of("state", state.word()), number));
        }
        all.metricSnapshot(bundles.build());
        GaugeSnapshot.Builder users = gauge("heliosdb_deployment_users", "Connections that use a version now", null);
        GaugeSnapshot.Builder shares =
                gauge("heliosdb_deployment_share_percent", "Share of the new connections that a version gets", null);
        CounterSnapshot.Builder statements =
                counter("heliosdb_deployment_statements", "Statements that a version's users ran", null);
        CounterSnapshot.Builder errors =
                counter("heliosdb_deployment_errors", "Errors that a version's users were told", null);
        for (Deployment deployment : surroundings.deployments()) {
            Labels labels = Labels.of(
                    "kind", deployment.kind().word(),
                    "name", deployment.name(),
                    "version", deployment.version(),
                    "id", Long.toString(deployment.id()));
            users.dataPoint(point(labels, deployment.users()));
            shares.dataPoint(point(labels, deployment.share()));
            statements.dataPoint(count(labels, deployment.statements()));
            errors.dataPoint(count(labels, deployment.errors()));
        }
        all.metricSnapshot(users.build());
        all.metricSnapshot(shares.build());
        all.metricSnapshot(statements.build());
        all.metricSnapshot(errors.build());
    }

    private static void addProcess(MetricSnapshots.Builder all) {
        var memory = ManagementFactory.getMemoryMXBean();
        all.metricSnapshot(gauge("jvm_memory_used_bytes", "Memory that the JVM uses", Unit.BYTES)
                .dataPoint(point(
                        Labels.of("area", "heap"), memory.getHeapMemoryUsage().getUsed()))
                .dataPoint(point(
                        Labels.of("area", "nonheap"),
                        memory.getNonHeapMemoryUsage().getUsed()))
                .build());
        all.metricSnapshot(gauge("jvm_threads_current", "Threads of the JVM", null)
                .dataPoint(
                        point(Labels.EMPTY, ManagementFactory.getThreadMXBean().getThreadCount()))
                .build());
        CounterSnapshot.Builder collections =
                counter("jvm_gc_collection_seconds", "Time that garbage collections took", Unit.SECONDS);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections.dataPoint(
                    count(Labels.of("gc", collector.getName()), Math.max(0, collector.getCollectionTime()) / MILLIS));
        }
        all.metricSnapshot(collections.build());
        all.metricSnapshot(counter("process_cpu_seconds", "Processor time of the process", Unit.SECONDS)
                .dataPoint(count(
                        Labels.EMPTY,
                        ProcessHandle.current()
                                        .info()
                                        .totalCpuDuration()
                                        .orElse(Duration.ZERO)
                                        .toNanos()
                                / NANOS))
                .build());
    }

    private static GaugeSnapshot.Builder gauge(String name, String help, Unit unit) {
        return GaugeSnapshot.builder().name(name(name, unit)).help(help).unit(unit);
    }

    private static CounterSnapshot.Builder counter(String name, String help, Unit unit) {
        return CounterSnapshot.builder().name(name(name, unit)).help(help).unit(unit);
    }

    /** Prometheus wants the unit at the end. */
    private static String name(String name, Unit unit) {
        return unit == null || name.endsWith("_" + unit) ? name : name + "_" + unit;
    }

    private static GaugeDataPointSnapshot point(Labels labels, Number value) {
        return GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(value.doubleValue())
                .build();
    }

    private static CounterDataPointSnapshot count(Labels labels, Number value) {
        return CounterDataPointSnapshot.builder()
                .labels(labels)
                .value(value.doubleValue())
                .build();
    }
}
