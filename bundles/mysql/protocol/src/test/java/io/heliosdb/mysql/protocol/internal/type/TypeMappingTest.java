package io.heliosdb.mysql.protocol.internal.type;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.type.Column;
import io.heliosdb.spi.type.TypeOid;
import io.heliosdb.sql.session.ResultColumn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeMappingTest {
    private final ResultTypes types =
            new ResultTypes(CharacterSet.UTF8MB4, ZoneId.of("+02:00").getRules(), "demo");

    /** Type at the engine, modifier, declared type, vendor's words; cell; text, binary value; code, length, decimals. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    16|-1|boolean|-|01|1|01|1|1|0
                    21|-1|tinyint|-|ffff|-1|ff|1|4|0
                    21|-1|helios_mysql.tinyint1|-|0001|1|01|1|1|0
                    21|-1|tinyint_unsigned|-|00ff|255|ff|1|3|0
                    21|-1|smallint|-|ffff|-1|ffff|2|6|0
                    23|-1|smallint_unsigned|-|0000ffff|65535|ffff|2|5|0
                    23|-1|mediumint|-|00000001|1|01000000|9|9|0
                    20|-1|int_unsigned|-|00000000ffffffff|4294967295|ffffffff|3|10|0
                    23|-1|integer|int(5) unsigned zerofill|00000007|00007|07000000|3|5|0
                    20|-1|bigint|-|ffffffffffffffff|-1|ffffffffffffffff|8|20|0
                    1700|1310724|bigint_unsigned|-|00050004000000000734 1a58 02e1 03bb 064f|18446744073709551615|ffffffffffffffff|8|20|0
                    1700|655366|numeric|-|0002 0000 4000 0002 000c 0d48|-12.34|062d31322e3334|246|12|2
                    700|-1|real|-|3f8ccccd|1.1|cdcc8c3f|4|12|31
                    701|-1|double precision|-|3ff8000000000000|1.5|000000000000f83f|5|22|31
                    701|-1|double precision|-|7ff0000000000000|Infinity|000000000000f07f|5|22|31
                    21|-1|year|-|07e8|2024|e807|13|4|0
                    1082|-1|date|-|00002328|2024-08-22|04e8070816|10|10|0
                    1082|-1|date|-|7fffffff|9999-12-31|040f270c1f|10|10|0
                    1082|-1|date|-|80000000|0000-00-00|00|10|10|0
                    1114|0|timestamp without time zone|-|0000000000000000|2000-01-01 00:00:00|04d0070101|12|19|0
                    1114|3|timestamp without time zone|-|00000000000f4240|2000-01-01 00:00:01.000|07d0070101000001|12|23|3
                    1114|6|timestamp without time zone|-|00000000000f4241|2000-01-01 00:00:01.000001|0bd007010100000101000000|12|26|6
                    1114|-1|timestamp without time zone|-|00000000000f4240|2000-01-01 00:00:01|07d0070101000001|12|26|6
                    1114|0|timestamp without time zone|-|8000000000000000|0000-00-00 00:00:00|00|12|19|0
                    1184|3|timestamp with time zone|-|8000000000000000|0000-00-00 00:00:00.000|00|7|23|3
                    1184|0|timestamp with time zone|-|0000000000000000|2000-01-01 02:00:00|07d0070101020000|7|19|0
                    1186|2147418112|interval|-|0000000000989680 00000000 00000000|00:00:10|08000000000000000a|11|10|0
                    1186|2147418112|interval|-|ffffffffff676980 00000000 00000000|-00:00:10|08010000000000000a|11|10|0
                    1186|2147418112|interval|-|0000000000000000 00000000 00000000|00:00:00|00|11|10|0
                    1186|-1|interval|-|0000000000000000 00000000 0000ffff|838:59:59|080022000000163b3b|11|17|6
                    1083|6|time without time zone|-|000000000036ee80|00:00:03.600000|0c0000000000000003c0270900|11|17|6
                    17|-1|bytea|varbinary(5)|6162|ab|026162|253|5|31
                    17|-1|bytea|binary(4)|6162|ab|026162|254|4|31
                    17|-1|tinyblob|-|6162|ab|026162|252|255|31
                    17|-1|bytea|-|6162|ab|026162|252|65535|31
                    17|-1|mediumblob|-|6162|ab|026162|252|16777215|31
                    17|-1|longblob|-|6162|ab|026162|252|4294967295|31
                    1042|8|character|-|61622020|ab|026162|254|16|31
                    1043|14|character varying|-|6162|ab|026162|253|40|31
                    25|-1|tinytext|-|6162|ab|026162|252|1020|31
                    25|-1|text|-|6162|ab|026162|252|262140|31
                    25|-1|mediumtext|-|6162|ab|026162|252|67108860|31
                    25|-1|longtext|-|6162|ab|026162|252|4294967295|31
                    25|-1|text|enum('a','b')|61|a|0161|254|65535|31
                    25|-1|text|set('a','b')|61|a|0161|254|65535|31
                    3802|-1|jsonb|-|017b7d|{}|027b7d|245|4294967295|0
                    114|-1|json|-|7b7d|{}|027b7d|245|4294967295|0
                    2950|-1|uuid|-|0123456789abcdef0123456789abcdef|01234567-89ab-cdef-0123-456789abcdef|2430313233343536372d383961622d636465662d303132332d343536373839616263646566|254|144|31
                    1007|-1|integer[]|-|00000000 00000000 00000017|{}|027b7d|253|65535|31
                    26|-1|oid|-|00000005|5|05000000|3|10|0
                    21|-1|bit|bit(3)|0005|5|0500|2|6|0
                    """)
    void columnsAreToldAndWrittenAsMysqlDoes(
            int oid,
            int modifier,
            String type,
            String words,
            String cell,
            String text,
            String binary,
            int code,
            long length,
            int decimals) {
        MysqlColumn column =
                types.columns(List.of(column(oid, modifier, type, words))).get(0);
        assertThat(text(column, cell)).isEqualTo(text);
        assertThat(binary(column, cell)).isEqualTo(binary);
        assertThat(column.definition().type()).isEqualTo(code);
        assertThat(column.definition().length()).isEqualTo(length);
        assertThat(column.definition().decimals()).isEqualTo(decimals);
        ByteBuf withLength = Unpooled.buffer();
        byte[] octets = octets(cell);
        column.codec().textWithLength(Unpooled.wrappedBuffer(octets), 0, octets.length, withLength);
        assertThat(withLength.readUnsignedByte()).isEqualTo((short) withLength.readableBytes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    16|01|1|0100000000000000|8
                    21|0001|1|0100|2
                    23|00000001|1|01000000|3
                    20|0000000000000001|1|0100000000000000|8
                    1700|0001 0000 0000 0000 0001|1|0131|246
                    17|6162|ab|026162|253
                    25|6162|ab|026162|253
                    1184|0000000000000000|2000-01-01 02:00:00|07d0070101020000|12
                    """)
    void expressionsHaveTypesToo(int oid, String cell, String text, String binary, int code) {
        ResultColumn expression = new ResultColumn(
                new Column("x", 0, (short) 0, oid, (short) -1, -1, (short) 1), Optional.empty(), Optional.empty());
        MysqlColumn column = types.columns(List.of(expression)).get(0);
        assertThat(text(column, cell)).isEqualTo(text);
        assertThat(binary(column, cell)).isEqualTo(binary);
        assertThat(column.definition().type()).isEqualTo(code);
        assertThat(types.parameter(oid).type()).isEqualTo(code);
        assertThat(types.parameter(oid).label()).isEqualTo("?");
    }

    @Test
    void bitsAreOctets() {
        MysqlColumn column = types.columns(List.of(column(TypeOid.INT8, -1, "bit", "bit(10)")))
                .get(0);
        assertThat(binary(column, "0000000000000203")).isEqualTo("020203");
        assertThat(column.definition().type()).isEqualTo(16);
        assertThat(column.definition().length()).isEqualTo(10);
    }

    @Test
    void textIsInTheCharactersOfTheClient() {
        ResultTypes latin1 = new ResultTypes(CharacterSet.LATIN1, types.zone(), "demo");
        assertThat(binary(
                        latin1.columns(List.of(column(TypeOid.TEXT, -1, "text", null)))
                                .get(0),
                        "c3a4e282ac"))
                .isEqualTo("02e480");
        assertThat(binary(
                        latin1.columns(List.of(column(1009, -1, "text[]", null)))
                                .get(0),
                        "00000001 00000000 00000019 00000001 00000001 00000002 c3a4"))
                .isEqualTo("037be47d");
        assertThat(latin1.columns(List.of(column(TypeOid.VARCHAR, 14, "character varying", null)))
                        .get(0)
                        .definition())
                .satisfies(definition -> {
                    assertThat(definition.length()).isEqualTo(10);
                    assertThat(definition.collation()).isEqualTo(8);
                });
    }

    @Test
    void aTimeZoneHasItsSummers() {
        ResultTypes berlin =
                new ResultTypes(CharacterSet.UTF8MB4, ZoneId.of("Europe/Berlin").getRules(), "demo");
        MysqlColumn column = berlin.columns(List.of(column(TypeOid.TIMESTAMPTZ, 0, "timestamp with time zone", null)))
                .get(0);
        assertThat(text(column, "0000000000000000")).isEqualTo("2000-01-01 01:00:00");
        assertThat(text(column, "00000e51b55e5c80")).isEqualTo("2000-07-01 07:21:38");
    }

    @Test
    void aColumnOfATableTellsWhatItsTableSays() {
        TableColumn id = new TableColumn(
                "id",
                1,
                "integer",
                -1,
                true,
                true,
                Optional.of("nextval"),
                Optional.empty(),
                Optional.of("Id"),
                Optional.empty());
        TableColumn changed = new TableColumn(
                "changed",
                2,
                "timestamp with time zone",
                0,
                true,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("timestamp on update current_timestamp"));
        Table table = new Table(
                7,
                "public",
                "orders",
                List.of(id, changed),
                List.of(List.of("id"), List.of("changed"), List.of("id", "changed")),
                true);
        List<MysqlColumn> columns = types.columns(List.of(
                new ResultColumn(
                        new Column("id", 7, (short) 1, TypeOid.INT4, (short) 4, -1, (short) 1),
                        Optional.of(table),
                        Optional.of(id)),
                new ResultColumn(
                        new Column("Renamed", 7, (short) 2, TypeOid.TIMESTAMPTZ, (short) 8, 0, (short) 1),
                        Optional.of(table),
                        Optional.of(changed))));
        assertThat(columns.get(0).definition()).satisfies(definition -> {
            assertThat(definition.schema()).isEqualTo("demo");
            assertThat(definition.originalTable()).isEqualTo("orders");
            assertThat(definition.label()).isEqualTo("Id");
            assertThat(definition.flags())
                    .isEqualTo(FieldFlag.NOT_NULL
                            | FieldFlag.PRI_KEY
                            | FieldFlag.MULTIPLE_KEY
                            | FieldFlag.AUTO_INCREMENT
                            | FieldFlag.BINARY
                            | FieldFlag.NUM);
        });
        assertThat(columns.get(1).definition()).satisfies(definition -> {
            assertThat(definition.label()).isEqualTo("Renamed");
            assertThat(definition.originalName()).isEqualTo("changed");
            assertThat(definition.flags())
                    .isEqualTo(FieldFlag.NOT_NULL
                            | FieldFlag.UNIQUE_KEY
                            | FieldFlag.MULTIPLE_KEY
                            | FieldFlag.NO_DEFAULT_VALUE
                            | FieldFlag.ON_UPDATE_NOW
                            | FieldFlag.TIMESTAMP
                            | FieldFlag.BINARY);
        });
    }

    private static ResultColumn column(int oid, int modifier, String type, String words) {
        TableColumn origin = new TableColumn(
                "c",
                1,
                type,
                modifier,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(words));
        Table table = new Table(7, "shop", "t", List.of(origin), List.of(), false);
        return new ResultColumn(
                new Column("c", 7, (short) 1, oid, (short) -1, modifier, (short) 1),
                Optional.of(table),
                Optional.of(origin));
    }

    private static String text(MysqlColumn column, String cell) {
        byte[] octets = octets(cell);
        ByteBuf out = Unpooled.buffer();
        column.codec().text(Unpooled.wrappedBuffer(octets), 0, octets.length, out);
        return out.toString(UTF_8);
    }

    private static String binary(MysqlColumn column, String cell) {
        byte[] octets = octets(cell);
        ByteBuf out = Unpooled.buffer();
        column.codec().binary(Unpooled.wrappedBuffer(octets), 0, octets.length, out);
        return ByteBufUtil.hexDump(out);
    }

    private static byte[] octets(String cell) {
        return ByteBufUtil.decodeHexDump(cell.replace(" ", ""));
    }
}
