package io.heliosdb.spi.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumericCellTest {
    @Property
    void whatIsWrittenIsRead(@ForAll @Scale(12) BigDecimal value) {
        assertReadsBack(value);
    }

    @Property
    void whatIsWrittenIsReadAtAnyScale(@ForAll BigInteger unscaled, @ForAll @IntRange(min = 0, max = 40) int scale) {
        assertReadsBack(new BigDecimal(unscaled, scale));
    }

    private static void assertReadsBack(BigDecimal value) {
        ByteBuf cell = Unpooled.buffer();
        NumericCell.write(value, cell);
        BigDecimal shown = value.scale() < 0 ? value.setScale(0) : value;
        assertThat(NumericCell.toBigDecimal(cell, 0, cell.readableBytes())).isEqualTo(shown);
        assertThat(text(cell)).isEqualTo(shown.toPlainString());
    }

    @Property
    void integersAreExact(@ForAll long value) {
        ByteBuf cell = Unpooled.buffer();
        NumericCell.write(BigDecimal.valueOf(value), cell);
        assertThat(NumericCell.integer(cell, 0, cell.readableBytes())).isEqualTo(value);
        cell.clear();
        NumericCell.write(new BigDecimal(Long.toUnsignedString(value)), cell);
        assertThat(NumericCell.integer(cell, 0, cell.readableBytes())).isEqualTo(value);
    }

    /** What PostgreSQL's numeric_send gives. */
    @ParameterizedTest
    @CsvSource({
        "0000 0000 0000 0000, 0",
        "0000 0000 0000 0002, 0.00",
        "0001 0000 0000 0000 0001, 1",
        "0001 0001 0000 0000 0001, 10000",
        "0002 0000 4000 0002 000c 0d48, -12.34",
        "0001 ffff 0000 0004 0001, 0.0001",
        "0001 fffe 0000 0005 03e8, 0.00001",
        "0000 0000 c000 0000, NaN",
        "0000 0000 d000 0000, Infinity",
        "0000 0000 f000 0000, -Infinity"
    })
    void isPrintedAsTheEngineWould(String octets, String text) {
        assertThat(text(cell(octets))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0000 0000 c000 0000", "0000 0000 d000 0000", "0000 0000 f000 0000"})
    void whatIsNoNumberHasNoValue(String octets) {
        ByteBuf cell = cell(octets);
        assertThat(NumericCell.isFinite(cell, 0, 8)).isFalse();
        assertThatThrownBy(() -> NumericCell.toBigDecimal(cell, 0, 8)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> NumericCell.integer(cell, 0, 8)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource({"0001 0000 0000 0000", "0000 0000 0000 0000 0001", "0000", "7fff 0000 0000 0000 0001"})
    void aWrongLengthIsRefused(String octets) {
        ByteBuf cell = cell(octets);
        assertThatThrownBy(() -> text(cell)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static ByteBuf cell(String octets) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(octets.replace(" ", "")));
    }

    private static String text(ByteBuf cell) {
        ByteBuf out = Unpooled.buffer();
        NumericCell.writeText(cell, 0, cell.readableBytes(), out);
        return out.toString(StandardCharsets.US_ASCII);
    }
}
