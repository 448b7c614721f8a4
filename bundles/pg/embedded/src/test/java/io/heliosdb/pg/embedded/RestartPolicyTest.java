package io.heliosdb.pg.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {

    @Test
    void doublesTheDelayUpToItsBound() {
        RestartPolicy policy = new RestartPolicy(9, Duration.ofMillis(200), Duration.ofSeconds(1));
        assertThat(IntStream.range(0, 5).mapToObj(policy::delay))
                .containsExactly(
                        Duration.ofMillis(200),
                        Duration.ofMillis(400),
                        Duration.ofMillis(800),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1));
    }

    @Test
    void staysAtTheBoundForever() {
        assertThat(RestartPolicy.always().delay(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
        assertThat(RestartPolicy.never().delay(Integer.MAX_VALUE)).isZero();
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new RestartPolicy(-1, Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RestartPolicy(1, Duration.ofMillis(-1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RestartPolicy(1, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
