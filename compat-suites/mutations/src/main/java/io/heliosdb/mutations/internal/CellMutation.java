package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.internal.RowMessages.Column;
import io.heliosdb.spi.engine.MessageCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Changes the cells of rows, by their types. */
final class CellMutation implements MessageMutation {
    private static final int BOOL = 16;
    private static final int TEXT = 25;
    private static final int FLOAT8 = 701;
    private static final int VARCHAR = 1043;
    private static final int TIMESTAMP = 1114;
    private static final int TIMESTAMPTZ = 1184;
    private static final int NUMERIC = 1700;
    private static final int LONGEST_TEXT = 255;
    private static final long HOUR_MICROSECONDS = 3_600_000_000L;
    private static final int HOUR_AT = 11;
    private static final int HOURS = 24;
    private static final short BINARY = 1;

    /** What becomes of the cell of a column that was described. */
    interface Change {
        Optional<byte[]> of(Optional<byte[]> cell, Column column);
    }

    private final Change change;
    private List<Column> columns = List.of();

    private CellMutation(Change change) {
        this.change = change;
    }

    @Override
    public void apply(Message message, Consumer<Message> out) {
        if (message.type() == MessageCode.ROW_DESCRIPTION) {
            columns = RowMessages.columns(message);
        }
        if (message.type() != MessageCode.DATA_ROW) {
            out.accept(message);
            return;
        }
        List<Optional<byte[]>> cells = RowMessages.cells(message);
        List<Optional<byte[]>> changed = new ArrayList<>();
        for (int index = 0; index < cells.size(); index++) {
            Optional<byte[]> cell = cells.get(index);
            changed.add(index < columns.size() ? change.of(cell, columns.get(index)) : cell);
        }
        out.accept(RowMessages.row(changed, message.type()));
    }

    private static boolean isText(Column column) {
        return column.typeOid() == TEXT || column.typeOid() == VARCHAR;
    }

    static CellMutation nullDropped() {
        return new CellMutation((cell, column) -> Optional.of(cell.orElse(new byte[0])));
    }

    static CellMutation textTruncated() {
        return new CellMutation((cell, column) -> cell.map(octets -> isText(column) && octets.length > LONGEST_TEXT
                ? java.util.Arrays.copyOf(octets, LONGEST_TEXT)
                : octets));
    }

    static CellMutation encodingWrong() {
        return new CellMutation((cell, column) -> cell.map(octets -> isText(column)
                ? new String(octets, StandardCharsets.UTF_8)
                        .replaceAll("[^\\x00-\\x7f]", "?")
                        .getBytes(StandardCharsets.US_ASCII)
                : octets));
    }

    static CellMutation timestampShifted() {
        return new CellMutation((cell, column) -> cell.map(octets -> {
            if (column.typeOid() != TIMESTAMP && column.typeOid() != TIMESTAMPTZ) {
                return octets;
            }
            return column.format() == BINARY ? laterInBinary(octets) : laterInText(octets);
        }));
    }

    private static byte[] laterInBinary(byte[] octets) {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(ByteBuffer.wrap(octets).getLong() + HOUR_MICROSECONDS)
                .array();
    }

    private static byte[] laterInText(byte[] octets) {
        String text = new String(octets, StandardCharsets.US_ASCII);
        if (!text.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:.*")) {
            return octets;
        }
        int hour = (Integer.parseInt(text.substring(HOUR_AT, HOUR_AT + 2)) + 1) % HOURS;
        String later = text.substring(0, HOUR_AT) + String.format("%02d", hour) + text.substring(HOUR_AT + 2);
        return later.getBytes(StandardCharsets.US_ASCII);
    }

    static CellMutation floatPrecisionLost() {
        return new CellMutation((cell, column) -> cell.map(octets -> {
            if (column.typeOid() != FLOAT8) {
                return octets;
            }
            if (column.format() == BINARY) {
                float single = (float) ByteBuffer.wrap(octets).getDouble();
                return ByteBuffer.allocate(Double.BYTES).putDouble(single).array();
            }
            String text = new String(octets, StandardCharsets.US_ASCII);
            return text.matches("-?[0-9].*")
                    ? Float.toString(Float.parseFloat(text)).getBytes(StandardCharsets.US_ASCII)
                    : octets;
        }));
    }

    static CellMutation decimalScaleLost() {
        return new CellMutation((cell, column) -> cell.map(octets -> {
            String text = new String(octets, StandardCharsets.US_ASCII);
            return column.typeOid() == NUMERIC && column.format() != BINARY && text.contains(".")
                    ? text.replaceAll("\\.?0+$", "").getBytes(StandardCharsets.US_ASCII)
                    : octets;
        }));
    }

    static CellMutation booleanInverted() {
        return new CellMutation((cell, column) -> cell.map(octets -> {
            if (column.typeOid() != BOOL || octets.length != 1) {
                return octets;
            }
            return switch (octets[0]) {
                case 't' -> new byte[] {'f'};
                case 'f' -> new byte[] {'t'};
                default -> new byte[] {(byte) (1 - octets[0])};
            };
        }));
    }
}
