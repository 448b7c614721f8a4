package io.heliosdb.mysql.protocol.internal.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.heliosdb.mysql.protocol.internal.type.CharacterSet;
import io.heliosdb.spi.dialect.VendorError;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden payloads are those of the manual's pages on each message ("MySQL Source Code Documentation"). */
class MessageTest {
    private static final Negotiated USUAL = new Negotiated(Capability.PROTOCOL_41, CharacterSet.UTF8MB4);

    @Test
    void theManualsGreetingIsWritten() {
        HandshakeV10 greeting = new HandshakeV10(
                "5.6.4-m7-log",
                0x0a56,
                "RB3vz&Gr+yD&/ZZ305ZG".getBytes(US_ASCII),
                0xc00f_ffff,
                8,
                2,
                "mysql_native_password");
        assertThat(hex(greeting, USUAL))
                .isEqualTo(
                        "0a352e362e342d6d372d6c6f6700560a00005242337" + "67a26477200ffff080200"
                                + "0fc015000000000000000000002b7944262f5a5a3330355a47006d7973716c5f6e61746976655f70617373776f726400");
    }

    @Test
    void theManualsLoginIsRead() {
        ByteBuf in = octets("8da60f00 00000001 08 0000000000000000000000000000000000000000000000"
                + "70616d00 14ab09eef6bcb1323e61143865c0991d957d75d447 7465737400"
                + "6d7973716c5f6e61746976655f70617373776f726400");
        HandshakeResponse41 login = HandshakeResponse41.decode(in, Capability.OFFERED);
        assertThat(login.user()).isEqualTo("pam");
        assertThat(login.database()).isEqualTo("test");
        assertThat(login.plugin()).isEqualTo("mysql_native_password");
        assertThat(login.answer()).hasSize(20);
        assertThat(login.collation()).isEqualTo(8);
        assertThat(login.toString()).doesNotContain("answer");
    }

    @Test
    void theManualsLoginWithAttributesIsRead() {
        ByteBuf in = octets("85a21e00 00000040 08 0000000000000000000000000000000000000000000000"
                + "726f6f7400 14225079a212d4e882e5b3f41a97756bc8bedb9f80"
                + "6d7973716c5f6e61746976655f70617373776f726400"
                + "61 035f6f73 0964656269616e362e30 0c5f636c69656e745f6e616d65 086c69626d7973716c"
                + "045f706964 053232333434 0f5f636c69656e745f76657273696f6e 08352e362e362d6d39"
                + "095f706c6174666f726d 067838365f3634 03666f6f 03626172");
        HandshakeResponse41 login = HandshakeResponse41.decode(in, Capability.OFFERED);
        assertThat(login.attributes())
                .containsEntry("_client_name", "libmysql")
                .containsEntry("_client_version", "5.6.6-m9")
                .containsEntry("foo", "bar")
                .hasSize(6);
    }

    @Test
    void attributesThatAreCutOffDoNotEndTheLogin() {
        ByteBuf in = octets("85a21e00 00000040 08 0000000000000000000000000000000000000000000000"
                + "726f6f7400 00 6d7973716c5f6e61746976655f70617373776f726400"
                + "0d 03666f6f 03626172 0161 05c3bc");
        assertThat(HandshakeResponse41.decode(in, Capability.OFFERED).attributes())
                .containsExactly(entry("foo", "bar"));
    }

    @Test
    void theLevelOfZstdIsRead() {
        ByteBuf in = octets("00820004 00000001 2d 0000000000000000000000000000000000000000000000" + "6100 00 07");
        assertThat(HandshakeResponse41.decode(in, Capability.OFFERED).zstdLevel())
                .isEqualTo(7);
    }

    @Test
    void theManualsAuthSwitchRequestIsWritten() {
        AuthSwitchRequest request = new AuthSwitchRequest(
                "mysql_native_password", ByteBufUtil.decodeHexDump("7a516734696f4e79363d72484e2f3e2d622941"));
        assertThat(hex(request, USUAL))
                .isEqualTo("fe6d7973716c5f6e61746976655f70617373776f7264007a516734696f4e79363d72484e2f3e2d62294100");
    }

    @Test
    void theManualsOkIsWritten() {
        assertThat(hex(new OkPacket(OkPacket.OK, 0, 0, 2, 0, "", List.of()), USUAL))
                .isEqualTo("00000002000000");
    }

    @Test
    void theManualsErrorIsWritten() {
        ErrPacket error = new ErrPacket(new VendorError(1096, "HY000", "No tables used"));
        assertThat(hex(error, USUAL)).isEqualTo("ff48042348593030304e6f207461626c65732075736564");
        assertThat(hex(error, new Negotiated(0, CharacterSet.UTF8MB4))).isEqualTo("ff48044e6f207461626c65732075736564");
        ErrPacket longer = new ErrPacket(new VendorError(1096, "HY000", "x".repeat(1000)));
        assertThat(hex(longer, USUAL)).hasSize(2 * (9 + 511));
    }

    @Test
    void theManualsEndOfRowsIsWritten() {
        assertThat(hex(new EofPacket(0, 2), USUAL)).isEqualTo("fe00000200");
    }

    /** The column of {@code select @@version_comment limit 1}. */
    @Test
    void theManualsColumnIsWritten() {
        ColumnDefinition column =
                new ColumnDefinition("", "", "", "@@version_comment", "", 8, 28, 253, 0, 31, Optional.empty());
        assertThat(hex(column, USUAL))
                .isEqualTo("0364656600000011404076657273696f6e5f636f6d6d656e74000c08001c000000fd00001f0000");
        assertThat(hex(column.withDefault(Optional.empty()), USUAL)).endsWith("1f0000fb");
        assertThat(hex(column.withDefault(Optional.of("a")), USUAL)).endsWith("1f00000161");
    }

    @Test
    void theManualsPreparationIsWritten() {
        assertThat(hex(new StmtPrepareOk(1, 1, 2, 0, true), USUAL)).isEqualTo("000100000001000200000000");
    }

    @Property
    void integersComeBack(@ForAll long value) {
        ByteBuf out = Unpooled.buffer();
        LengthEncoded.writeInteger(out, value);
        assertThat(LengthEncoded.readInteger(out)).isEqualTo(value);
        assertThat(out.isReadable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 250, 251, 65_535, 65_536, 0xff_ffff, 0x100_0000})
    void aStringOfAnyLengthIsTheSameWhetherItsLengthWasKnownOrNot(int length) {
        byte[] value = new byte[length];
        if (length > 0) {
            value[0] = 1;
            value[length - 1] = 2;
        }
        ByteBuf known = Unpooled.buffer();
        LengthEncoded.writeString(known, value);
        ByteBuf unknown = Unpooled.buffer();
        int start = LengthEncoded.begin(unknown);
        unknown.writeBytes(value);
        LengthEncoded.end(unknown, start);
        assertThat(unknown).isEqualTo(known);
        assertThat(LengthEncoded.readString(unknown).readableBytes()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fb", "ff", "fc00", "fe00000000000000", "0561", "feffffffffffffffff"})
    void aBrokenStringIsRefused(String octets) {
        ByteBuf in = octets(octets);
        assertThatThrownBy(() -> LengthEncoded.readString(in)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Property
    void codesOfCommandsAreTheirOwn(@ForAll @IntRange(max = 255) int code) {
        CommandCode command = CommandCode.of((byte) code);
        assertThat(command == null || command.code() == code).isTrue();
    }

    private static String hex(ServerMessage message, Negotiated negotiated) {
        ByteBuf out = Unpooled.buffer();
        message.encode(out, negotiated);
        return ByteBufUtil.hexDump(out);
    }

    private static ByteBuf octets(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }
}
