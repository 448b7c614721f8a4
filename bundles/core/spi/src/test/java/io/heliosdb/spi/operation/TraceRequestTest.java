package io.heliosdb.spi.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceRequestTest {
    @Test
    void isMaskedAndLimitedUnlessItSaysOtherwise() {
        TraceRequest request = TraceRequest.everything("a.pcapng");
        assertThat(request.secrets()).isFalse();
        assertThat(request.maxBytes()).isEqualTo(64 << 20);
        assertThat(request.maxTime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(request.withSecrets().secrets()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "a/b", "/etc/passwd", "a\\b", "a\0b", "a b", "ä", "a\n"})
    void takesNoPath(String file) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TraceRequest.everything(file))
                .withMessageContaining("expected: a plain name");
    }

    @Test
    void takesNoFileNameThatIsTooLong() {
        assertThat(TraceRequest.everything("a".repeat(100)).file()).hasSize(100);
        assertThatIllegalArgumentException().isThrownBy(() -> TraceRequest.everything("a".repeat(101)));
    }

    @Test
    void keepsItsLimitsWithinTheirBounds() {
        TraceRequest request = TraceRequest.everything("a");
        for (long bytes : new long[] {TraceRequest.LEAST_BYTES - 1, TraceRequest.MOST_BYTES + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> request.atMost(bytes, TraceRequest.DEFAULT_TIME))
                    .withMessage("maxBytes: %d (expected: 65536..68719476736)", bytes);
        }
        for (Duration time : new Duration[] {Duration.ofMillis(999), Duration.ofHours(25)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> request.atMost(TraceRequest.DEFAULT_BYTES, time))
                    .withMessage("maxTime: %s (expected: PT1S..PT24H)", time);
        }
    }
}
