package io.heliosdb.mutations.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes RowDescription and DataRow apart and puts them together again. */
final class RowMessages {
    private RowMessages() {}

    /** A column of a RowDescription; {@code rest} is what stands between the name and the type, and behind it. */
    record Column(String name, byte[] before, int typeOid, byte[] after, short format) {}

    private static final int BEFORE_TYPE_OCTETS = 6;
    private static final int AFTER_TYPE_OCTETS = 6;

    static List<Column> columns(Message description) {
        ByteBuf body = Unpooled.wrappedBuffer(description.body());
        List<Column> columns = new ArrayList<>();
        for (int left = body.readUnsignedShort(); left > 0; left--) {
            int length = body.bytesBefore((byte) 0);
            String name = body.readCharSequence(length, StandardCharsets.UTF_8).toString();
            body.skipBytes(1);
            byte[] before = octets(body, BEFORE_TYPE_OCTETS);
            int type = body.readInt();
            byte[] after = octets(body, AFTER_TYPE_OCTETS);
            columns.add(new Column(name, before, type, after, body.readShort()));
        }
        return columns;
    }

    static Message description(List<Column> columns, byte type) {
        ByteBuf body = Unpooled.buffer();
        body.writeShort(columns.size());
        for (Column column : columns) {
            body.writeCharSequence(column.name, StandardCharsets.UTF_8);
            body.writeByte(0).writeBytes(column.before).writeInt(column.typeOid).writeBytes(column.after);
            body.writeShort(column.format);
        }
        return new Message(type, ByteBufUtil.getBytes(body));
    }

    /** The cells of a row; empty for NULL. */
    static List<Optional<byte[]>> cells(Message row) {
        ByteBuf body = Unpooled.wrappedBuffer(row.body());
        List<Optional<byte[]>> cells = new ArrayList<>();
        for (int left = body.readUnsignedShort(); left > 0; left--) {
            int length = body.readInt();
            cells.add(length < 0 ? Optional.empty() : Optional.of(octets(body, length)));
        }
        return cells;
    }

    static Message row(List<Optional<byte[]>> cells, byte type) {
        ByteBuf body = Unpooled.buffer();
        body.writeShort(cells.size());
        for (Optional<byte[]> cell : cells) {
            body.writeInt(cell.map(octets -> octets.length).orElse(-1));
            cell.ifPresent(body::writeBytes);
        }
        return new Message(type, ByteBufUtil.getBytes(body));
    }

    private static byte[] octets(ByteBuf body, int length) {
        byte[] octets = new byte[length];
        body.readBytes(octets);
        return octets;
    }
}
