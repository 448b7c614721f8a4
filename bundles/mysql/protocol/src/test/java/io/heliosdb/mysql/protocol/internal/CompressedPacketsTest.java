package io.heliosdb.mysql.protocol.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedPacketsTest {
    private static final int LONGEST = 40 << 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 49, 50, 1000, 70_000, 0xff_fffb, 0xff_fffc, 0xff_ffff})
    void whatIsWrittenIsReadByBothAlgorithms(int length) {
        byte[] zeros = Packets.packet(7, new byte[length]);
        byte[] noise = zeros.clone();
        Random random = new Random(length);
        for (int at = 4; at < noise.length; at++) {
            noise[at] = (byte) random.nextInt();
        }
        for (byte[] packet : new byte[][] {zeros, noise}) {
            assertComesThrough(ZlibCompression::new, packet);
            assertComesThrough(() -> new ZstdCompression(0), packet);
        }
    }

    private static void assertComesThrough(Supplier<Compression> algorithm, byte[] packet) {
        EmbeddedChannel writer = new EmbeddedChannel(new CompressedPackets(algorithm.get(), LONGEST));
        EmbeddedChannel reader = new EmbeddedChannel(new CompressedPackets(algorithm.get(), LONGEST));
        writer.writeOutbound(Unpooled.wrappedBuffer(packet, packet));
        ByteBuf wire = writer.readOutbound();
        int half = wire.readableBytes() / 2;
        reader.writeInbound(wire.readRetainedSlice(half));
        reader.writeInbound(wire);
        ByteBuf all = Unpooled.buffer(packet.length * 2);
        for (ByteBuf in = reader.readInbound(); in != null; in = reader.readInbound()) {
            all.writeBytes(in);
            in.release();
        }
        assertThat(all).isEqualTo(Unpooled.wrappedBuffer(packet, packet));
        writer.finishAndReleaseAll();
        reader.finishAndReleaseAll();
    }

    /** From the manual's page "Compressed Packet": SELECT "0123…" before compression is 0x32 octets long. */
    @Test
    void theManualsExampleIsRead() {
        byte[] query = Packets.query("SELECT \"" + "012345678901234567890123456789012345" + "\"");
        EmbeddedChannel writer = new EmbeddedChannel(new CompressedPackets(new ZlibCompression(), LONGEST));
        writer.writeOutbound(Unpooled.wrappedBuffer(query));
        ByteBuf wire = writer.readOutbound();
        assertThat(wire.getUnsignedMediumLE(4)).isEqualTo(0x32);
        assertThat(wire.getUnsignedMediumLE(0))
                .isEqualTo(wire.readableBytes() - 7)
                .isLessThan(0x32);
        assertThat(wire.getByte(7)).isEqualTo((byte) 0x78);
        wire.release();
        writer.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "zstd"})
    void aSessionSpeaksCompressedAfterItsLogin(String algorithm) {
        boolean zlib = algorithm.equals("zlib");
        Conversation conversation =
                new Conversation().loggedIn(zlib ? Capability.COMPRESS : Capability.ZSTD_COMPRESSION_ALGORITHM);
        byte[] ping = Packets.packet(0, new byte[] {14});
        conversation.send(compressed(0, ping));
        // The number goes on; what is so short is not compressed.
        assertThat(ByteBufUtil.hexDump(conversation.received))
                .isEqualTo("0b0000" + "01" + "000000" + "0700000100000002000000");
        conversation.received.clear();
        conversation.send(Packets.hex("05000000ff0000" + "0102030405"));
        assertThat(ByteBufUtil.hexDump(conversation.received)).contains("ff8504");
        assertThat(conversation.channel.isOpen()).isFalse();
        conversation.finish();
    }

    @Test
    void whatIsTooLongIsRefusedByItsHeader() {
        EmbeddedChannel channel = new EmbeddedChannel(new CompressedPackets(new ZlibCompression(), 1000));
        ByteBuf header = Unpooled.wrappedBuffer(Packets.hex("010000" + "00" + "e90300"));
        assertThatThrownBy(() -> channel.writeInbound(header)).isInstanceOf(HeliosException.class);
        assertThat(channel.writeInbound(Unpooled.wrappedBuffer(new byte[100]))).isFalse();
        channel.finishAndReleaseAll();
    }

    @Test
    void anotherLengthThanAnnouncedIsRefused() {
        for (Compression algorithm : new Compression[] {new ZlibCompression(), new ZstdCompression(19)}) {
            ByteBuf packed = Unpooled.buffer();
            algorithm.compress(Unpooled.wrappedBuffer(new byte[100]), packed);
            for (int announced : new int[] {99, 101}) {
                assertThatThrownBy(() -> algorithm.decompress(packed.duplicate(), announced, Unpooled.buffer()))
                        .isInstanceOf(HeliosException.class);
            }
            ByteBuf out = Unpooled.buffer();
            algorithm.decompress(packed, 100, out);
            assertThat(ByteBufUtil.getBytes(out)).isEqualTo(new byte[100]);
            algorithm.close();
        }
        assertThat(ZstdLibrary.isAvailable()).isTrue();
    }

    private static byte[] compressed(int sequence, byte[] packet) {
        byte[] wire = Arrays.copyOf(new byte[7], 7 + packet.length);
        Unpooled.wrappedBuffer(wire).setMediumLE(0, packet.length).setByte(3, sequence);
        System.arraycopy(packet, 0, wire, 7, packet.length);
        return wire;
    }
}
