package io.heliosdb.spi.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
    private enum Colour {
        RED,
        DARK_BLUE
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "0 ms, PT0S",
        "250 ms, PT0.25S",
        "10 s, PT10S",
        "5min, PT5M",
        "2 H, PT2H",
        "1  d, PT24H",
        "365 d, PT8760H"
    })
    void timesCarryAUnit(String text, Duration expected) {
        assertThat(Form.duration().read(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10", "-1 s", "1.5 s", "1 week", "366 d", "9999999999 d", "99999999999 ms", "1 s 1 ms", "٣ s"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> Form.duration().read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a time such as 500 ms, 10 s, 5 min, 1 h, at most 365 d, or 0");
        assertThatThrownBy(() -> Form.positiveDuration().read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a time such as 500 ms, 10 s, 5 min, 1 h, at most 365 d");
    }

    @Test
    void aPositiveTimeIsNotNothing() {
        assertThat(Form.positiveDuration().read("1 ms")).isEqualTo(Duration.ofMillis(1));
        for (String nothing : new String[] {"0", "0 s"}) {
            assertThatThrownBy(() -> Form.positiveDuration().read(nothing))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7 b, 7", "10 kB, 10240", "3MB, 3145728", "1 gb, 1073741824", "2147483647, 2147483647"})
    void bytesMayCarryAUnit(String text, int expected) {
        assertThat(Form.bytes().read(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "2 GB", "-1", "1 TB", "many"})
    void whatIsNoNumberOfBytesIsRefused(String text) {
        assertThatThrownBy(() -> Form.bytes().read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a number of bytes from 1 to 2047 MB, with kB, MB or GB");
    }

    @Test
    void numbersHaveBounds() {
        Form<Integer> form = Form.number(0, 70_000);
        assertThat(form.read("0")).isZero();
        assertThat(form.read("70000")).isEqualTo(70_000);
        for (String wrong : new String[] {"-1", "70001", "+1", "1 s", "4294967296", "99999999999999999999", ""}) {
            assertThatThrownBy(() -> form.read(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a number from 0 to 70000");
        }
        assertThatThrownBy(() -> Form.number(1, 2).read("0")).hasMessage("a number from 1 to 2");
    }

    @Test
    void choicesAreNamed() {
        assertThat(Form.choice(Colour.class).read("dark-blue")).isEqualTo(Colour.DARK_BLUE);
        assertThatThrownBy(() -> Form.choice(Colour.class).read("RED"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("red or dark-blue");
    }

    @Test
    void flagsAreTrueOrFalse() {
        assertThat(Form.flag().read("true")).isTrue();
        assertThat(Form.flag().read("false")).isFalse();
        assertThatThrownBy(() -> Form.flag().read("yes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("true or false");
    }

    @Test
    void theMachinesLanguageMakesNoDifference() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(Form.duration().read("1 MIN")).isEqualTo(Duration.ofMinutes(1));
        } finally {
            Locale.setDefault(before);
        }
    }
}
