package io.heliosdb.spi.type;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.NetUtil;

/**
 * Cells of the types inet and cidr (PostgreSQL, {@code network_send}): an octet each for the family, the bits of the mask,
 * whether it is a cidr, and the number of the octets of the address that follow.
 */
final class InetCell {
    private static final int HEADER_BYTES = 4;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private InetCell() {}

    /** @param cidr whether the mask is always shown */
    static void writeText(ByteBuf body, int offset, boolean cidr, ByteBuf out) {
        int mask = body.getUnsignedByte(offset + 1);
        int length = body.getUnsignedByte(offset + 3);
        if (length != IPV4_BYTES && length != IPV6_BYTES) {
            throw new IndexOutOfBoundsException("octets of an address: " + length + " (expected: 4 or 16)");
        }
        TextForm.ascii(out, NetUtil.bytesToIpAddress(ByteBufUtil.getBytes(body, offset + HEADER_BYTES, length)));
        if (cidr || mask != length * Byte.SIZE) {
            out.writeByte('/');
            AsciiDigits.write(out, mask);
        }
    }
}
