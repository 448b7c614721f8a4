package io.heliosdb.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {

    @ParameterizedTest
    @CsvSource({
        "750,     750,   755, true",
        "750,     749,   755, false",
        "100 %,   8,     8,   true",
        "100%,    7,     8,   false",
        "99.3 %,  750,   755, true",
        "99.4 %,  750,   755, false",
        "90 %,    0,     0,   true",
        "0,       0,     0,   true"
    })
    void isMetOrNot(String text, int passed, int all, boolean met) {
        assertThat(Threshold.of(text).isMetBy(passed, all)).isEqualTo(met);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1", "7.5", "101 %", "100.1 %", "99 % of it", "% 9"})
    void refusesWhatIsNeitherANumberNorAShare(String text) {
        assertThatThrownBy(() -> Threshold.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' (expected: a number of cases, such as 750, or a share, such as 99 %)");
    }

    @Test
    void readsAsItIsWritten() {
        assertThat(Threshold.of("99.5%")).hasToString("99.5 %");
        assertThat(Threshold.of("750")).hasToString("750");
        assertThat(Threshold.ALL).hasToString("100 %").isEqualTo(Threshold.of("100 %"));
    }
}
