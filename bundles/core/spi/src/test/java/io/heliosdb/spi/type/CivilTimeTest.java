package io.heliosdb.spi.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CivilTimeTest {
    private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);
    private final CivilTime civil = new CivilTime();

    @Property
    void agreesWithTheCalendar(
            @ForAll @LongRange(min = -210_000_000_000_000_000L, max = 8_000_000_000_000_000_000L) long micros) {
        civil.setTimestamp(micros);
        LocalDateTime expected = EPOCH.plus(micros, ChronoUnit.MICROS);
        assertThat(civil.year()).isEqualTo(expected.getYear());
        assertThat(civil.month()).isEqualTo(expected.getMonthValue());
        assertThat(civil.day()).isEqualTo(expected.getDayOfMonth());
        assertThat(civil.hour()).isEqualTo(expected.getHour());
        assertThat(civil.minute()).isEqualTo(expected.getMinute());
        assertThat(civil.second()).isEqualTo(expected.getSecond());
        assertThat(civil.microsecond()).isEqualTo(expected.getNano() / 1000);
    }

    @Property
    void datesAgreeWithTheCalendar(@ForAll @LongRange(min = -2_451_507, max = 2_145_031_948) long days) {
        civil.setDate((int) days);
        LocalDate expected = LocalDate.ofEpochDay(days + CivilTime.POSTGRES_EPOCH_DAY);
        assertThat(civil.year()).isEqualTo(expected.getYear());
        assertThat(civil.month()).isEqualTo(expected.getMonthValue());
        assertThat(civil.day()).isEqualTo(expected.getDayOfMonth());
        assertThat(civil.isMidnight()).isTrue();
    }

    @Test
    void everyPartOfTheTimeCountsForMidnight() {
        for (long micros : new long[] {1, 1_000_000, 60_000_000, 3_600_000_000L}) {
            civil.setTimestamp(micros);
            assertThat(civil.isMidnight()).isFalse();
        }
    }
}
