package io.heliosdb.pg.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.pg.wire.CString;
import io.heliosdb.pg.wire.ProtocolVersion;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendMessageTest {
    @Test
    void layoutsAreThoseOfTheManual() {
        assertThat(hex(new Authentication.Ok())).isEqualTo("52" + "00000008" + "00000000");
        assertThat(hex(new Authentication.CleartextPassword())).isEqualTo("52" + "00000008" + "00000003");
        assertThat(hex(new Authentication.Sasl(List.of("A", "B"))))
                .isEqualTo("52" + "0000000d" + "0000000a" + "4100420000");
        assertThat(hex(new ReadyForQuery(TransactionStatus.IN_TRANSACTION))).isEqualTo("5a" + "00000005" + "54");
        assertThat(hex(new ParameterStatus("a", "b"))).isEqualTo("53" + "00000008" + "61006200");
        assertThat(hex(new BackendKeyData(42, new byte[] {1, 2, 3, 4})))
                .isEqualTo("4b" + "0000000c" + "0000002a01020304");
        assertThat(hex(new NegotiateProtocolVersion(ProtocolVersion.V3_2, List.of("_pq_.x"))))
                .isEqualTo("76" + "00000013" + "00030002" + "00000001" + "5f70715f2e7800");
        assertThat(hex(ErrorResponse.fatal(new HeliosException("57P01", "m"))))
                .isEqualTo(
                        "45" + "0000001d" + "53464154414c00" + "56464154414c00" + "43353750303100" + "4d6d00" + "00");
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(reread(new ParameterStatus("TimeZone", "UTC"), ParameterStatus::decode))
                .isEqualTo(new ParameterStatus("TimeZone", "UTC"));
        NegotiateProtocolVersion negotiate =
                new NegotiateProtocolVersion(ProtocolVersion.V3_0, List.of("_pq_.a", "_pq_.b"));
        assertThat(reread(negotiate, NegotiateProtocolVersion::decode)).isEqualTo(negotiate);
        BackendKeyData key = reread(new BackendKeyData(7, new byte[32]), BackendKeyData::decode);
        assertThat(key.processId()).isEqualTo(7);
        assertThat(key.secretKey()).hasSize(32);
        assertThat(key).hasToString("BackendKeyData[processId=7]");
    }

    @Test
    void readsEveryAuthenticationMessage() {
        assertThat(reread(new Authentication.Ok(), Authentication::decode)).isEqualTo(new Authentication.Ok());
        assertThat(reread(new Authentication.CleartextPassword(), Authentication::decode))
                .isEqualTo(new Authentication.CleartextPassword());
        assertThat(reread(new Authentication.Sasl(List.of("X")), Authentication::decode))
                .isEqualTo(new Authentication.Sasl(List.of("X")));
        assertThat(reread(new Authentication.Md5Password(new byte[] {1, 2, 3, 4}), Authentication::decode))
                .isInstanceOfSatisfying(Authentication.Md5Password.class, md5 -> assertThat(md5.salt())
                        .containsExactly(1, 2, 3, 4));
        assertThat(reread(new Authentication.SaslContinue(new byte[] {5}), Authentication::decode))
                .isInstanceOfSatisfying(Authentication.SaslContinue.class, sasl -> assertThat(sasl.data())
                        .containsExactly(5));
        assertThat(reread(new Authentication.SaslFinal(new byte[] {6}), Authentication::decode))
                .isInstanceOfSatisfying(Authentication.SaslFinal.class, sasl -> assertThat(sasl.data())
                        .containsExactly(6));
    }

    @Test
    void errorKeepsEveryField() {
        Map<Field, String> fields = new java.util.EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            fields.put(field, "value of " + field);
        }
        ErrorResponse error = new ErrorResponse("ERROR", new HeliosException("23505", "duplicate key", fields));

        ErrorResponse read = reread(error, ErrorResponse::decode);

        assertThat(read.severity()).isEqualTo("ERROR");
        assertThat(read.error().sqlState()).isEqualTo("23505");
        assertThat(read.error()).hasMessage("duplicate key").hasToString("23505: duplicate key");
        for (Field field : Field.values()) {
            assertThat(read.error().field(field)).contains("value of " + field);
        }
    }

    @Test
    void errorFieldsThatAreNotKnownArePassedOver() {
        ByteBuf body = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("7a7a00" + "4d6d00" + "00"));

        assertThat(ErrorResponse.decode(body).error()).hasMessage("m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "53", "534552524f52", "534552524f5200"})
    void refusesAnErrorWithoutEnd(String hex) {
        ByteBuf body = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));

        assertThatThrownBy(() -> ErrorResponse.decode(body)).isInstanceOf(HeliosException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "000000", "00000007", "0000000a41"})
    void refusesABrokenAuthenticationMessage(String hex) {
        ByteBuf body = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));

        assertThatThrownBy(() -> Authentication.decode(body)).isInstanceOf(HeliosException.class);
    }

    @Test
    void refusesImpossibleKeysAndVersions() {
        assertThatThrownBy(() -> BackendKeyData.decode(Unpooled.buffer().writeZero(7)))
                .isInstanceOf(HeliosException.class);
        assertThatThrownBy(() -> BackendKeyData.decode(Unpooled.buffer().writeZero(261)))
                .isInstanceOf(HeliosException.class);
        assertThatThrownBy(
                        () -> NegotiateProtocolVersion.decode(Unpooled.buffer().writeZero(7)))
                .isInstanceOf(HeliosException.class);
        assertThatThrownBy(() -> CString.write(Unpooled.buffer(), "a\0b")).isInstanceOf(HeliosException.class);
    }

    @Test
    void readsASaslInitialResponse() {
        ByteBuf out = Unpooled.buffer();
        new SaslInitialResponse("SCRAM-SHA-256", new byte[] {1, 2}).encode(out);
        assertThat(out.readByte()).isEqualTo((byte) 'p');
        assertThat(out.readInt()).isEqualTo(out.readableBytes() + Integer.BYTES);

        SaslInitialResponse read = SaslInitialResponse.decode(out);

        assertThat(read.mechanism()).isEqualTo("SCRAM-SHA-256");
        assertThat(read.data()).containsExactly(1, 2);
        assertThat(read).hasToString("SaslInitialResponse[mechanism=SCRAM-SHA-256]");
    }

    @Test
    void saslInitialResponseMayCarryNoData() {
        assertThat(SaslInitialResponse.decode(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("4100ffffffff")))
                        .data())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"41", "4100", "410000000001", "4100ffffffff00", "41007fffffff00"})
    void refusesABrokenSaslInitialResponse(String hex) {
        ByteBuf body = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));

        assertThatThrownBy(() -> SaslInitialResponse.decode(body)).isInstanceOf(HeliosException.class);
    }

    @Test
    void versionsCompareByTheirCode() {
        assertThat(ProtocolVersion.V3_0.longCancelKeys()).isFalse();
        assertThat(ProtocolVersion.V3_2.longCancelKeys()).isTrue();
        assertThat(ProtocolVersion.of(0x00030002))
                .isEqualTo(ProtocolVersion.V3_2)
                .hasToString("3.2");
    }

    private static String hex(BackendMessage message) {
        ByteBuf out = Unpooled.buffer();
        message.encode(out);
        return ByteBufUtil.hexDump(out);
    }

    private static <T> T reread(BackendMessage message, Function<ByteBuf, T> decoder) {
        ByteBuf out = Unpooled.buffer();
        message.encode(out);
        assertThat(out.readByte()).isEqualTo(message.type());
        assertThat(out.readInt()).isEqualTo(out.readableBytes() + Integer.BYTES);
        T read = decoder.apply(out);
        assertThat(out.isReadable()).isFalse();
        return read;
    }
}
