package io.heliosdb.spi.type;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A column of a result, as RowDescription tells it (PostgreSQL, "Message Formats").
 *
 * @param name label
 * @param tableOid the table that it comes from, 0 if none
 * @param attributeNumber its number in that table, 0 if none
 * @param typeOid type, as pg_type.oid
 * @param typeSize octets, negative where the size varies
 * @param typeModifier as pg_attribute.atttypmod, -1 if none
 * @param format 0 text, 1 binary
 */
public record Column(
        String name, int tableOid, short attributeNumber, int typeOid, short typeSize, int typeModifier, short format) {
    public Column {
        Objects.requireNonNull(name, "name");
    }

    /**
     * Reads the body of a RowDescription.
     *
     * @param body from the column count on; read to its end
     * @throws IndexOutOfBoundsException where the body ends too early
     */
    public static List<Column> readRowDescription(ByteBuf body) {
        int count = body.readUnsignedShort();
        List<Column> columns = new ArrayList<>(count);
        for (int column = 0; column < count; column++) {
            columns.add(new Column(
                    readCString(body),
                    body.readInt(),
                    body.readShort(),
                    body.readInt(),
                    body.readShort(),
                    body.readInt(),
                    body.readShort()));
        }
        return List.copyOf(columns);
    }

    private static String readCString(ByteBuf body) {
        int length = body.bytesBefore((byte) 0);
        if (length < 0) {
            throw new IndexOutOfBoundsException("column name without end");
        }
        String text = body.readCharSequence(length, StandardCharsets.UTF_8).toString();
        body.skipBytes(1);
        return text;
    }
}
