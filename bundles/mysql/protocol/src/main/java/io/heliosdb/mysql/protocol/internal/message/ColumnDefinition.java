package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.Optional;

/**
 * A column of a result set, or a parameter (manual, "Protocol::ColumnDefinition41").
 *
 * @param schema the database of its table, may be empty like the two that follow
 * @param table the table's alias
 * @param originalTable the table's name
 * @param label the column's name in this result
 * @param originalName the column's name in its table
 * @param collation of its values, 63 for binary ones
 * @param length of its values at most: characters shown, or octets
 * @param type code of its type
 * @param flags column definition flags
 * @param decimals digits after the point that are shown, 31 for as many as there are
 * @param defaultValue in answer to COM_FIELD_LIST only: empty inside for NULL
 */
public record ColumnDefinition(
        String schema,
        String table,
        String originalTable,
        String label,
        String originalName,
        int collation,
        long length,
        int type,
        int flags,
        int decimals,
        Optional<Optional<String>> defaultValue)
        implements ServerMessage {
    private static final int FIXED_FIELDS_BYTES = 0x0c;
    private static final byte[] CATALOG = {'d', 'e', 'f'};
    private static final int LONGEST = 0xffff_ffff;

    public ColumnDefinition {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(originalTable, "originalTable");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(originalName, "originalName");
        Objects.requireNonNull(defaultValue, "defaultValue");
    }

    /** The same column with what it is when nobody says what it is to be. */
    public ColumnDefinition withDefault(Optional<String> value) {
        return new ColumnDefinition(
                schema,
                table,
                originalTable,
                label,
                originalName,
                collation,
                length,
                type,
                flags,
                decimals,
                Optional.of(value));
    }

    @Override
    public String name() {
        return "ColumnDefinition41";
    }

    @Override
    public void encode(ByteBuf out, Negotiated negotiated) {
        LengthEncoded.writeString(out, CATALOG);
        text(out, schema, negotiated);
        text(out, table, negotiated);
        text(out, originalTable, negotiated);
        text(out, label, negotiated);
        text(out, originalName, negotiated);
        out.writeByte(FIXED_FIELDS_BYTES)
                .writeShortLE(collation)
                .writeIntLE(length > 0xffff_ffffL ? LONGEST : (int) length)
                .writeByte(type)
                .writeShortLE(flags)
                .writeByte(decimals)
                .writeShortLE(0);
        defaultValue.ifPresent(value -> {
            if (value.isPresent()) {
                text(out, value.get(), negotiated);
            } else {
                out.writeByte(LengthEncoded.NULL);
            }
        });
    }

    private static void text(ByteBuf out, String text, Negotiated negotiated) {
        LengthEncoded.writeString(out, negotiated.results().encode(text));
    }
}
