package io.heliosdb.mysql.protocol.internal.type;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.type.TypeOid;
import io.heliosdb.sql.session.Parameter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterValuesTest {
    /** The values are the examples of the manual's page "Binary Protocol Resultset" where it has some. */
    @ParameterizedTest
    @CsvSource({
        "0100, ff, 21, -1",
        "0180, ff, 21, 255",
        "f400, 01, 21, 1",
        "0200, 0100, 21, 1",
        "0280, ffff, 23, 65535",
        "0d00, e807, 21, 2024",
        "0300, 01000000, 23, 1",
        "0380, ffffffff, 20, 4294967295",
        "0900, ffffffff, 23, -1",
        "0800, 0100000000000000, 20, 1",
        "0880, ffffffffffffffff, 1700, 18446744073709551615",
        "0400, 33332341, 701, 10.2",
        "0500, 6666666666662440, 701, 10.2",
        "0c00, 04da070a11, 1114, 2010-10-17 00:00:00",
        "0c00, 07da070a11131b1e, 1114, 2010-10-17 19:27:30",
        "0700, 0bda070a11131b1e01000000, 1114, 2010-10-17 19:27:30.000001",
        "0c00, 00, 1114, 0000-00-00 00:00:00",
        "0a00, 04da070a11, 1082, 2010-10-17",
        "0b00, 0c017800000013 1b1e 01000000, 1186, -2899:27:30.000001",
        "0b00, 080178000000131b1e, 1186, -2899:27:30",
        "0b00, 00, 1186, 00:00:00",
        "f600, 05312e353030, 1700, 1.500",
        "0f00, 03666f6f, 25, foo",
        "fe00, 03666f6f, 25, foo",
        "f500, 027b7d, 0, {}",
        "1000, 020203, 20, 515",
        "fc00, 03666f6f, 17, foo"
    })
    void everyTypeIsRead(String type, String value, int oid, String text) {
        Parameter parameter = read(type, value, 0, CharacterSet.UTF8MB4);
        assertThat(parameter.type()).isEqualTo(oid);
        assertThat(new String(parameter.value(), UTF_8)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"fc00, 03666f6f, 25", "fc00, 020001, 17", "fc00, 01ff, 17", "fe00, 020001, 17", "fe00, 0161, 25"})
    void octetsThatAreNoTextStayOctets(String type, String value, int oid) {
        assertThat(read(type, value, TypeOid.TEXT, CharacterSet.UTF8MB4).type()).isEqualTo(oid);
    }

    @Test
    void nullIsNull() {
        assertThat(read("0600", "", 0, CharacterSet.UTF8MB4)).isSameAs(Parameter.NULL);
    }

    @Test
    void textIsInTheCharactersOfTheClient() {
        assertThat(read("fd00", "02e480", 0, CharacterSet.LATIN1).value()).isEqualTo("ä€".getBytes(UTF_8));
        assertThat(read("fd00", "02e480", TypeOid.BYTEA, CharacterSet.LATIN1).value())
                .containsExactly(0xe4, 0x80);
        assertThat(read("fc00", "02c3a4", TypeOid.TEXT, CharacterSet.LATIN1).type())
                .isEqualTo(TypeOid.TEXT);
    }

    @Test
    void octetsThatAreNoTextStayOctets() {
        assertThat(read("fc00", "02e480", TypeOid.TEXT, CharacterSet.UTF8MB4)).satisfies(parameter -> {
            assertThat(parameter.type()).isEqualTo(TypeOid.BYTEA);
            assertThat(parameter.value()).containsExactly(0xe4, 0x80);
        });
    }

    @ParameterizedTest
    @CsvSource({"14", "40", "f3"})
    void aTypeThatNoClientMayUseIsRefused(String code) {
        assertThatThrownBy(() -> read(code + "00", "00", 0, CharacterSet.UTF8MB4))
                .isInstanceOf(HeliosException.class)
                .hasMessage("Malformed communication packet.");
    }

    @Property
    void latin1HasEveryOctet(@ForAll byte[] octets) {
        String text = CharacterSet.LATIN1.decode(Unpooled.wrappedBuffer(octets), 0, octets.length);
        assertThat(CharacterSet.LATIN1.encode(text)).isEqualTo(octets);
    }

    @Test
    void whatACharacterSetDoesNotHaveIsAQuestion() {
        assertThat(CharacterSet.LATIN1.encode("a\u4e2d\ud83d\ude00")).isEqualTo("a??".getBytes(UTF_8));
        assertThat(CharacterSet.ASCII.encode("aä")).isEqualTo("a?".getBytes(UTF_8));
        assertThat(CharacterSet.of("UTF8")).contains(CharacterSet.UTF8MB3);
        assertThat(CharacterSet.of("klingon")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "8, LATIN1, latin1_swedish_ci",
        "47, LATIN1, latin1_bin",
        "11, ASCII, ascii_general_ci",
        "65, ASCII, ascii_bin",
        "33, UTF8MB3, utf8mb3_general_ci",
        "83, UTF8MB3, utf8mb3_bin",
        "192, UTF8MB3, utf8mb3_unicode_ci",
        "63, BINARY, binary",
        "45, UTF8MB4, utf8mb4_general_ci",
        "46, UTF8MB4, utf8mb4_bin",
        "224, UTF8MB4, utf8mb4_unicode_ci",
        "246, UTF8MB4, utf8mb4_unicode_520_ci",
        "255, UTF8MB4, utf8mb4_0900_ai_ci",
        "278, UTF8MB4, utf8mb4_0900_as_cs",
        "305, UTF8MB4, utf8mb4_0900_as_ci",
        "309, UTF8MB4, utf8mb4_0900_bin",
        "9999, UTF8MB4, utf8mb4_0900_ai_ci"
    })
    void collationsBelongToCharacterSets(int id, CharacterSet set, String name) {
        assertThat(CharacterSet.ofCollation(id)).isEqualTo(set);
        assertThat(set.collationName(id)).isEqualTo(name);
    }

    private static Parameter read(String type, String value, int engineType, CharacterSet characters) {
        ByteBuf in = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(type + value.replace(" ", "")));
        Parameter parameter = ParameterValues.read(ParameterValues.Type.read(in), in, engineType, characters);
        assertThat(in.isReadable()).isFalse();
        return parameter;
    }
}
