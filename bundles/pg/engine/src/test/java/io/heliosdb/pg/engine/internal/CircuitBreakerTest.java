package io.heliosdb.pg.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.engine.internal.CircuitBreaker.State;
import io.heliosdb.spi.error.HeliosException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final HeliosException reason = new HeliosException("08006", "down");
    private final List<Duration> probes = new ArrayList<>();
    private double random = 0.5;
    private final CircuitBreaker breaker = new CircuitBreaker(probes::add, () -> random);
    private long now;

    /** An attempt that begins now and fails at once. */
    private void fail() {
        now++;
        breaker.failed(now, now, reason);
    }

    @Test
    void opensAfterFailuresInARow() {
        fail();
        fail();
        breaker.succeeded();
        fail();
        fail();
        assertThat(breaker.isClosed()).isTrue();
        fail();

        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(probes).containsExactly(Duration.ofMillis(400));
        assertThat(CircuitBreaker.refusal().sqlState()).isEqualTo("57P03");
    }

    @Test
    void attemptsThatWereUnderWayTogetherCountOnce() {
        for (int i = 0; i < 10; i++) {
            breaker.failed(-i, 1, reason);
        }

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void probesEverMoreSlowlyUntilTheEngineAnswers() {
        fail();
        fail();
        fail();
        for (int i = 0; i < 8; i++) {
            breaker.probing();
            assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
            fail();
            assertThat(breaker.state()).isEqualTo(State.OPEN);
        }
        assertThat(probes)
                .extracting(Duration::toMillis)
                .containsExactly(400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L, 10_000L, 10_000L);
        breaker.probing();
        breaker.succeeded();

        assertThat(breaker.isClosed()).isTrue();
        breaker.probing();
        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void failuresOfOthersDoNotHastenTheProbe() {
        fail();
        fail();
        fail();
        fail();
        fail();

        assertThat(probes).hasSize(1);
    }

    @Test
    void delaysAreSpread() {
        fail();
        random = 0;
        assertThat(breaker.delay()).isEqualTo(Duration.ofMillis(80));
        random = 1;
        assertThat(breaker.delay()).isEqualTo(Duration.ofMillis(120));
    }
}
