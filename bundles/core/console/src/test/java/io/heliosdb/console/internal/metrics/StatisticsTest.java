package io.heliosdb.console.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heliosdb.console.TestServices;
import io.heliosdb.console.internal.metrics.Statistics.Summary;
import io.heliosdb.spi.operation.DeploymentState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    private final AtomicLong clock = new AtomicLong();
    private final Statistics statistics = new Statistics(clock::get);

    private void turn() {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
        statistics.turn();
    }

    @Test
    void tellsRatesAndQuantilesOfTheLastMinuteAndSinceTheStart() {
        for (int millis = 1; millis <= 100; millis++) {
            statistics.statementDone("mysql", TimeUnit.MILLISECONDS.toNanos(millis));
        }
        turn();
        Summary minute = statistics.lastMinute(List.of("mysql"));
        assertThat(minute.statements()).isEqualTo(100);
        assertThat(minute.rate()).isEqualTo(50);
        assertThat(minute.latency().p50()).isCloseTo(0.050, within(0.001));
        assertThat(minute.latency().p95()).isCloseTo(0.095, within(0.001));
        assertThat(minute.latency().p99()).isCloseTo(0.099, within(0.001));
        assertThat(minute.latency().longest()).isCloseTo(0.1, within(0.001));
        for (int i = 0; i < 30; i++) {
            turn();
        }
        assertThat(statistics.lastMinute(List.of("mysql")).statements()).isZero();
        Summary all = statistics.sinceStart(statistics.protocols());
        assertThat(all.statements()).isEqualTo(100);
        assertThat(all.rate()).isCloseTo(100.0 / 62, within(0.01));
        assertThat(statistics.history()).hasSize(31);
        assertThat(statistics.history().get(0).rate()).isEqualTo(50);
        assertThat(statistics.history().get(1).p99()).isZero();
    }

    @Test
    void countsErrorsByCodeAndForgetsThoseOfEarlierMinutes() {
        statistics.errorTold("mysql", "1062");
        statistics.errorTold("postgresql", "42P01");
        turn();
        assertThat(statistics.lastMinute(statistics.protocols()).errors()).isEqualTo(Map.of("1062", 1L, "42P01", 1L));
        assertThat(statistics.history().get(0).errorRate()).isEqualTo(1);
        for (int i = 0; i < 31; i++) {
            turn();
        }
        statistics.errorTold("mysql", "1062");
        assertThat(statistics.lastMinute(statistics.protocols()).errors()).isEqualTo(Map.of("1062", 1L));
        assertThat(statistics.sinceStart(statistics.protocols()).errors()).containsEntry("1062", 2L);
    }

    @Test
    void codesAndProtocolsCannotGrowWithoutEnd() {
        for (int i = 0; i < 1000; i++) {
            statistics.errorTold("postgresql", "X" + i);
            statistics.connectionOpened("p" + i);
        }
        assertThat(statistics.protocols()).hasSizeLessThanOrEqualTo(65);
        Map<String, Long> errors = statistics.sinceStart(List.of("postgresql")).errors();
        assertThat(errors).hasSize(101).containsEntry("other", 900L);
    }

    @Test
    void countsConnections() {
        statistics.connectionOpened("mysql");
        statistics.connectionOpened("mysql");
        statistics.connectionClosed("mysql");
        assertThat(statistics.openConnections("mysql")).isEqualTo(1);
        assertThat(statistics.connectionsSinceStart("mysql")).isEqualTo(2);
    }

    @Test
    void takesWhatIsOutOfBounds() {
        statistics.statementDone("mysql", -5);
        statistics.statementDone("mysql", Long.MAX_VALUE);
        turn();
        assertThat(statistics.lastMinute(List.of("mysql")).latency().longest()).isCloseTo(3600, within(40.0));
    }

    @Test
    void writesPrometheusText() {
        statistics.connectionOpened("mysql");
        statistics.statementDone("mysql", TimeUnit.MILLISECONDS.toNanos(3));
        statistics.errorTold("mysql", "1\"0\\62\n");
        turn();
        String text = new String(
                new MetricsText(statistics)
                        .write(new MetricsText.Surroundings(
                                "1.2.3",
                                Duration.ofSeconds(90),
                                true,
                                List.of(TestServices.bundle(4, "", "1.0", DeploymentState.SERVING, "", 100, 3)),
                                TestServices.bundle(4, "", "1.0", DeploymentState.SERVING, "", 100, 3)
                                        .services())),
                StandardCharsets.UTF_8);
        assertThat(text)
                .contains(
                        "heliosdb_build_info{java=",
                        "heliosdb_uptime_seconds 90.0",
                        "heliosdb_engine_up 1.0",
                        "heliosdb_connections_open{protocol=\"mysql\"} 1.0",
                        "heliosdb_connections_total{protocol=\"mysql\"} 1.0",
                        "# TYPE heliosdb_statement_duration_seconds histogram",
                        "heliosdb_statement_duration_seconds_bucket{protocol=\"mysql\",le=\"0.0025\"} 0",
                        "heliosdb_statement_duration_seconds_bucket{protocol=\"mysql\",le=\"0.005\"} 1",
                        "heliosdb_statement_duration_seconds_count{protocol=\"mysql\"} 1",
                        "heliosdb_errors_total{code=\"1\\\"0\\\\62\\n\",protocol=\"mysql\"} 1.0",
                        "heliosdb_bundles{state=\"serving\"} 1.0",
                        "heliosdb_deployment_users{id=\"40\",kind=\"protocol\",name=\"mysql\",version=\"1.0\"} 3.0",
                        "heliosdb_deployment_share_percent{",
                        "heliosdb_deployment_statements_total{",
                        "heliosdb_deployment_errors_total{",
                        "jvm_memory_used_bytes{area=\"heap\"}",
                        "jvm_threads_current ",
                        "jvm_gc_collection_seconds_total{",
                        "process_cpu_seconds_total ");
    }

    @Test
    void anEventCostsLittle() {
        for (int i = 0; i < 1_000_000; i++) {
            statistics.statementDone("mysql", i * 50L);
        }
        long begin = System.nanoTime();
        for (int i = 0; i < 1_000_000; i++) {
            statistics.statementDone("mysql", i * 50L);
        }
        double nanos = (System.nanoTime() - begin) / 1e6;
        // Some tens on an idle machine; the bound only says that nothing waits or allocates much.
        assertThat(nanos).isLessThan(5_000);
    }
}
