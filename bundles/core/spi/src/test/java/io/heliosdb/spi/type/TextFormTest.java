package io.heliosdb.spi.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells and texts are what PostgreSQL 18 gives for the same value in its two formats. */
class TextFormTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    16   | 01                                | t
                    16   | 00                                | f
                    21   | ffff                              | -1
                    23   | 7fffffff                          | 2147483647
                    20   | 8000000000000000                  | -9223372036854775808
                    26   | ffffffff                          | 4294967295
                    2205 | 00000471                          | 1137
                    5069 | ffffffffffffffff                  | 18446744073709551615
                    27   | 00000001 0002                     | (1,2)
                    700  | 3f8ccccd                          | 1.1
                    700  | 4b800000                          | 1.6777216e+07
                    701  | 3ff8000000000000                  | 1.5
                    701  | 7ff8000000000000                  | NaN
                    701  | fff0000000000000                  | -Infinity
                    1700 | 0002 0000 4000 0002 000c 0d48     | -12.34
                    790  | 00000000000f1206                  | $9,876.54
                    790  | fffffffffffffffb                  | -$0.05
                    1082 | 00002328                          | 2024-08-22
                    1082 | fff4dbf8                          | 0001-12-31 BC
                    1082 | 7fffffff                          | infinity
                    1082 | 80000000                          | -infinity
                    1083 | 00000000dfe497c1                  | 01:02:36.300225
                    1083 | 000000141dd76000                  | 24:00:00
                    1266 | 0000000000000000 ffffb9b0         | 00:00:00+05
                    1266 | 0000000000000000 00004d58         | 00:00:00-05:30
                    1266 | 0000000000000000 ffffffff         | 00:00:00+00:00:01
                    1114 | 0002c35ba9de9c00                  | 2024-08-23 17:13:32.8
                    1184 | 0000000000000000                  | 2000-01-01 00:00:00+00
                    1114 | 7fffffffffffffff                  | infinity
                    1184 | 8000000000000000                  | -infinity
                    1186 | 0000000000000000 00000000 00000000 | 00:00:00
                    1186 | 0000000000000000 00000001 0000000e | 1 year 2 mons 1 day
                    1186 | ffffffffff676980 00000002 fffffffe | -2 mons +2 days -00:00:10
                    1186 | 0000000000989680 fffffffe 00000000 | -2 days +00:00:10
                    1186 | 00000053d1ac1000 00000000 00000000 | 100:00:00
                    2950 | 0123456789abcdef0123456789abcdef  | 01234567-89ab-cdef-0123-456789abcdef
                    17   | 00ff                              | \\x00ff
                    1560 | 0000000a a540                     | 1010010101
                    869  | 02 20 00 04 7f000001              | 127.0.0.1
                    869  | 02 18 00 04 0a000000              | 10.0.0.0/24
                    650  | 02 20 01 04 0a000001              | 10.0.0.1/32
                    829  | 080027000001                      | 08:00:27:00:00:01
                    3802 | 01 7b7d                           | {}
                    25   | 61c3a4                            | aä
                    1007 | 00000001 00000001 00000017 00000002 00000001 00000004 00000001 ffffffff | {1,NULL}
                    1007 | 00000000 00000000 00000017        | {}
                    1009 | 00000001 00000000 00000019 00000004 00000001 00000003 612062 00000000 00000004 6e756c6c 00000003 615c22 | {"a b","","null","a\\\\\\""}
                    1007 | 00000002 00000000 00000017 00000002 00000001 00000001 00000001 00000004 00000001 00000004 00000002 | {{1},{2}}
                    22   | 00000001 00000000 00000015 00000002 00000000 00000002 0001 00000002 0003 | 1 3
                    99999 | 6f6b                             | ok
                    99999 | 00ff                             | \\x00ff
                    """)
    void isPrintedAsTheEngineWould(int type, String octets, String text) {
        assertThat(text(type, hex(octets))).isEqualTo(text);
    }

    @Test
    void aVoidIsNothing() {
        assertThat(text(TypeOid.VOID, new byte[0])).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1007, 00000001",
        "1007, 00000009 00000000 00000017",
        "1007, 00000001 00000000 00000017 00000001 00000001 7fffffff",
        "869, 02 20 00 05 7f000001"
    })
    void aBrokenCellIsRefused(int type, String octets) {
        byte[] cell = hex(octets);
        assertThatThrownBy(() -> text(type, cell)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Property
    void longsAreWrittenAsJavaWritesThem(@ForAll long value) {
        ByteBuf out = Unpooled.buffer();
        AsciiDigits.write(out, value);
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(Long.toString(value));
        out.clear();
        AsciiDigits.writeUnsigned(out, value);
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(Long.toUnsignedString(value));
    }

    @Property
    void intervalsComeBack(@ForAll int micros, @ForAll short days, @ForAll short months) {
        ByteBuf cell = Unpooled.buffer();
        IntervalCell.write(micros, days, months, cell);
        assertThat(cell.readableBytes()).isEqualTo(IntervalCell.BYTES);
        assertThat(IntervalCell.micros(cell, 0)).isEqualTo(micros);
        assertThat(IntervalCell.days(cell, 0)).isEqualTo(days);
        assertThat(IntervalCell.months(cell, 0)).isEqualTo(months);
        assertThat(IntervalCell.totalMicros(cell, 0))
                .isEqualTo(micros + (months * 30L + days) * CivilTime.MICROS_PER_DAY);
    }

    @Test
    void anIntervalBeyondLongIsAtItsEnd() {
        ByteBuf cell = Unpooled.buffer();
        IntervalCell.write(0, 0, Integer.MIN_VALUE, cell);
        assertThat(IntervalCell.totalMicros(cell, 0)).isEqualTo(Long.MIN_VALUE);
        cell.clear();
        IntervalCell.write(0, 0, Integer.MAX_VALUE, cell);
        assertThat(IntervalCell.totalMicros(cell, 0)).isEqualTo(Long.MAX_VALUE);
    }

    private static byte[] hex(String octets) {
        return ByteBufUtil.decodeHexDump(octets.replace(" ", ""));
    }

    private static String text(int type, byte[] cell) {
        // Not at the beginning of the buffer, where a wrong offset would not be seen.
        ByteBuf body = Unpooled.buffer().writeByte(0x55).writeBytes(cell);
        ByteBuf out = Unpooled.buffer().writeByte('>');
        TextForm.write(type, body.asReadOnly(), 1, cell.length, out);
        return out.toString(1, out.readableBytes() - 1, StandardCharsets.UTF_8);
    }
}
