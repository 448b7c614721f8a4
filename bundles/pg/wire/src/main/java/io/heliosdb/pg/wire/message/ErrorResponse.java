package io.heliosdb.pg.wire.message;

import io.heliosdb.pg.wire.CString;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import java.util.EnumMap;
import java.util.Map;

/**
 * ErrorResponse (manual, "Error and Notice Message Fields").
 *
 * @param severity {@code ERROR}, {@code FATAL} or {@code PANIC}, not localised
 * @param error the code, the message and the optional fields
 */
public record ErrorResponse(String severity, HeliosException error) implements BackendMessage {
    /** The session ends with this error. */
    public static final String FATAL = "FATAL";

    private static final char SEVERITY = 'S';
    private static final char SEVERITY_NOT_LOCALIZED = 'V';
    private static final char CODE = 'C';
    private static final char MESSAGE = 'M';
    private static final Map<Field, Character> LETTERS = letters();

    public static ErrorResponse fatal(HeliosException error) {
        return new ErrorResponse(FATAL, error);
    }

    private static Map<Field, Character> letters() {
        Map<Field, Character> letters = new EnumMap<>(Field.class);
        letters.put(Field.DETAIL, 'D');
        letters.put(Field.HINT, 'H');
        letters.put(Field.POSITION, 'P');
        letters.put(Field.INTERNAL_POSITION, 'p');
        letters.put(Field.INTERNAL_QUERY, 'q');
        letters.put(Field.WHERE, 'W');
        letters.put(Field.SCHEMA, 's');
        letters.put(Field.TABLE, 't');
        letters.put(Field.COLUMN, 'c');
        letters.put(Field.DATA_TYPE, 'd');
        letters.put(Field.CONSTRAINT, 'n');
        letters.put(Field.FILE, 'F');
        letters.put(Field.LINE, 'L');
        letters.put(Field.ROUTINE, 'R');
        return letters;
    }

    /**
     * Reads an ErrorResponse or a NoticeResponse. Fields that are not known are passed over, as the manual asks.
     *
     * @throws HeliosException 08P01 for a broken message
     */
    public static ErrorResponse decode(ByteBuf body) {
        String severity = "";
        String code = SqlState.INTERNAL_ERROR;
        String message = "";
        Map<Field, String> fields = new EnumMap<>(Field.class);
        while (true) {
            if (!body.isReadable()) {
                throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "error message without end");
            }
            char letter = (char) body.readByte();
            if (letter == 0) {
                return new ErrorResponse(severity, new HeliosException(code, message, fields));
            }
            String value = CString.read(body);
            switch (letter) {
                case SEVERITY -> severity = severity.isEmpty() ? value : severity;
                case SEVERITY_NOT_LOCALIZED -> severity = value;
                case CODE -> code = value;
                case MESSAGE -> message = value;
                default ->
                    LETTERS.forEach((field, known) -> {
                        if (known == letter) {
                            fields.put(field, value);
                        }
                    });
            }
        }
    }

    @Override
    public byte type() {
        return MessageCode.ERROR_RESPONSE;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        encodeField(out, SEVERITY, severity);
        encodeField(out, SEVERITY_NOT_LOCALIZED, severity);
        encodeField(out, CODE, error.sqlState());
        encodeField(out, MESSAGE, error.getMessage());
        LETTERS.forEach((field, letter) -> error.field(field).ifPresent(value -> encodeField(out, letter, value)));
        out.writeByte(0);
    }

    private static void encodeField(ByteBuf out, char letter, String value) {
        out.writeByte(letter);
        CString.write(out, value);
    }
}
