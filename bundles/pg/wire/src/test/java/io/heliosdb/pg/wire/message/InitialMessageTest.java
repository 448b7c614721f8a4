package io.heliosdb.pg.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.pg.wire.ProtocolVersion;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialMessageTest {
    /** What libpq 17 sends for {@code host=h user=demo dbname=shop}: StartupMessage 3.0 (manual, "Message Formats"). */
    private static final String STARTUP =
            "00000021" + "00030000" + "7573657200" + "64656d6f00" + "646174616261736500" + "73686f7000" + "00";

    @Test
    void readsAStartupMessage() {
        assertThat(decode(STARTUP))
                .isEqualTo(new StartupMessage(ProtocolVersion.V3_0, Map.of("user", "demo", "database", "shop")));
    }

    @Test
    void readsTheRequests() {
        assertThat(decode("0000000804d2162f")).isEqualTo(new SslRequest());
        assertThat(decode("0000000804d21630")).isEqualTo(new GssEncRequest());
        CancelRequest cancel = (CancelRequest) decode("0000001004d2162e0000002a01020304");
        assertThat(cancel.processId()).isEqualTo(42);
        assertThat(cancel.secretKey()).containsExactly(1, 2, 3, 4);
        assertThat(cancel).asString().doesNotContain("1, 2");
    }

    @ParameterizedTest
    @CsvSource({
        "00000009 00030000 41, 08P01", // a name without end
        "0000000e 00030000 7573657200 00, 08P01", // a name without value
        "0000000b 00030000 00 0000, 08P01", // octets after the terminator
        "00000008 00020000, 0A000",
        "00000008 04d20000, 0A000",
        "0000000c 04d2162e 0000002a, 08P01", // a cancel without key
        "0000000a 04d2162f 0000, 08P01"
    })
    void refusesWhatBreaksTheFormat(String hex, String sqlState) {
        assertThatThrownBy(() -> decode(hex.replace(" ", "")))
                .isInstanceOfSatisfying(
                        HeliosException.class, e -> assertThat(e.sqlState()).isEqualTo(sqlState));
    }

    @Test
    void refusesACancelKeyThatIsTooLong() {
        ByteBuf out = Unpooled.buffer();
        new CancelRequest(1, new byte[CancelRequest.MAX_KEY_LENGTH + 1]).encode(out);

        assertThatThrownBy(() -> InitialMessage.decode(out.skipBytes(Integer.BYTES)))
                .isInstanceOf(HeliosException.class);
    }

    @Property
    void whatIsWrittenIsRead(@ForAll @Size(max = 5) Map<@NotEmpty @AlphaChars String, @AlphaChars String> parameters) {
        StartupMessage message = new StartupMessage(ProtocolVersion.V3_2, new LinkedHashMap<>(parameters));

        assertThat(written(message)).isEqualTo(message);
    }

    @Test
    void requestsAreReadAsWritten() {
        assertThat(written(new SslRequest())).isEqualTo(new SslRequest());
        assertThat(written(new GssEncRequest())).isEqualTo(new GssEncRequest());
        CancelRequest cancel = (CancelRequest) written(new CancelRequest(7, new byte[32]));
        assertThat(cancel.secretKey()).hasSize(32);
    }

    private static InitialMessage written(InitialMessage message) {
        ByteBuf out = Unpooled.buffer();
        message.encode(out);
        assertThat(out.readInt()).isEqualTo(out.readableBytes() + Integer.BYTES);
        return InitialMessage.decode(out);
    }

    private static InitialMessage decode(String hex) {
        ByteBuf message = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
        return InitialMessage.decode(message.skipBytes(Integer.BYTES));
    }
}
