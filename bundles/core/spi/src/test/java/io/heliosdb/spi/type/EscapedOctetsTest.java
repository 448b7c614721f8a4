package io.heliosdb.spi.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EscapedOctetsTest {
    @Property
    void anyOctetsComeBack(@ForAll byte[] octets) {
        assertThat(EscapedOctets.encode(decode(octets))).isEqualTo(octets);
    }

    @Property
    void textIsText(@ForAll String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        String valid = new String(octets, StandardCharsets.UTF_8);
        assertThat(decode(octets)).isEqualTo(valid);
        assertThat(EscapedOctets.encode(valid)).isEqualTo(octets);
    }

    @Test
    void whatStandsForMalformedOctetsElsewhereIsACharacterLikeAnyOther() {
        assertThat(decode("a\ufffdb".getBytes(StandardCharsets.UTF_8))).isEqualTo("a\ufffdb");
        assertThat(decode(new byte[] {(byte) 0xef, (byte) 0xbf, (byte) 0xbd, (byte) 0xbd}))
                .isEqualTo("\ufffd\udcbd");
    }

    /** As Python's b"_binary'\x89PNG\xc3\xa4\xff'".decode("utf-8", "surrogateescape"). */
    @Test
    void anOctetOfNoCharacterIsALoneSurrogate() {
        byte[] octets = {'\'', (byte) 0x89, 'P', (byte) 0xc3, (byte) 0xa4, (byte) 0xff, (byte) 0xc3};
        String text = decode(octets);
        assertThat(text).isEqualTo("'\udc89P\u00e4\udcff\udcc3");
        assertThat(EscapedOctets.isEscaped(text, 1)).isTrue();
        assertThat(EscapedOctets.isEscaped(text, 2)).isFalse();
        assertThat(EscapedOctets.isEscaped("\ud83d\udcff", 1)).isFalse();
    }

    private static String decode(byte[] octets) {
        ByteBuf buffer = Unpooled.buffer().writeByte('x').writeBytes(octets).writeByte('x');
        return EscapedOctets.decode(buffer, 1, octets.length);
    }
}
