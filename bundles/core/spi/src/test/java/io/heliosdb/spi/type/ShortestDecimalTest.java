package io.heliosdb.spi.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortestDecimalTest {
    @Property
    void meansTheSameNumber(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        Assume.that(Double.isFinite(value));
        String text = ShortestDecimal.of(value).text(-3, 15, "e", 1);
        assertThat(Double.doubleToLongBits(Double.parseDouble(text))).isEqualTo(bits);
        assertThat(new BigDecimal(text).stripTrailingZeros().precision()).isLessThanOrEqualTo(17);
    }

    @Property
    void meansTheSameFloat(@ForAll int bits) {
        float value = Float.intBitsToFloat(bits);
        Assume.that(Float.isFinite(value));
        String text = ShortestDecimal.of(value).text(-3, 6, "e+", 2);
        assertThat(Float.floatToIntBits(Float.parseFloat(text))).isEqualTo(bits);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "0.1, 0.1",
        "-1.5, -1.5",
        "100, 100",
        "1e14, 100000000000000",
        "1e15, 1e15",
        "1.5e20, 1.5e20",
        "1e-14, 0.00000000000001",
        "1e-16, 1e-16",
        "123456.789, 123456.789",
        "5.684341886080802e-14, 0.00000000000005684341886080802",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "5e-324, 5e-324"
    })
    void isWrittenOut(double value, String text) {
        assertThat(ShortestDecimal.of(value).text(-14, 15, "e", 1)).isEqualTo(text);
    }

    @Test
    void aFloatIsRoundedToSoManyDigits() {
        assertThat(ShortestDecimal.rounded(16777216f, 6).text(-14, 15, "e", 1)).isEqualTo("16777200");
        assertThat(ShortestDecimal.rounded(-1.1f, 6).text(-14, 15, "e", 1)).isEqualTo("-1.1");
        assertThat(ShortestDecimal.rounded(0f, 6).text(-14, 15, "e", 1)).isEqualTo("0");
    }
}
