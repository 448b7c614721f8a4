package io.heliosdb.pg.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Recognition;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresProtocolTest {
    private final PostgresProtocol protocol = new PostgresProtocol();

    @ParameterizedTest
    @CsvSource({
        "'', MORE",
        "00, MORE",
        "00000021 000300, MORE",
        "00000021 00030000, MATCH", // StartupMessage 3.0
        "00000021 00030002, MATCH", // StartupMessage 3.2
        "00000008 00020000, MATCH", // protocol 2, to be refused
        "00000008 04d2162f, MATCH", // SSLRequest
        "00000008 04d21630, MATCH", // GSSENCRequest
        "00000010 04d2162e, MATCH", // CancelRequest
        "00000007 00030000, NO",
        "00002711 00030000, NO",
        "00000021 00040000, NO",
        "12010034 00000000, NO", // TDS PRELOGIN
        "0050d041 0001004a, NO", // DRDA EXCSAT
        "004a0000 01000000, NO", // Oracle Net CONNECT
        "47455420 2f204854, NO", // HTTP GET
        "16030100, NO" // TLS
    })
    void knowsItsOwnFirstBytes(String hex, Recognition expected) {
        ByteBuf bytes = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));

        assertThat(protocol.recognise(new Preamble(bytes, false, Optional.empty())))
                .isEqualTo(expected);
        assertThat(bytes.readerIndex()).isZero();
    }

    @Test
    void alpnDecides() {
        ByteBuf nothing = Unpooled.EMPTY_BUFFER;

        assertThat(protocol.recognise(new Preamble(nothing, true, Optional.of("postgresql"))))
                .isEqualTo(Recognition.MATCH);
        assertThat(protocol.recognise(new Preamble(nothing, true, Optional.of("h2"))))
                .isEqualTo(Recognition.NO);
    }

    @Test
    void saysWhatItIs() {
        assertThat(protocol.name()).isEqualTo("postgresql");
        assertThat(protocol.defaultPort()).isEqualTo(5432);
        assertThat(protocol.alpn()).containsExactly("postgresql");
        assertThat(protocol.serverSpeaksFirst()).isFalse();
    }
}
