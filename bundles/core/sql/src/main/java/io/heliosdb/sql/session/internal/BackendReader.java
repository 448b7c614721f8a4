package io.heliosdb.sql.session.internal;

import static io.heliosdb.spi.engine.MessageCode.HEADER_BYTES;

import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.type.Column;
import io.heliosdb.spi.type.Row;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads runs of backend messages (PostgreSQL, "Message Formats"). */
final class BackendReader {
    private final EngineLink link;
    private final Row row = new Row();

    /** @param link asked for each message whom it is for, because the end of one batch may begin another */
    BackendReader(EngineLink link) {
        this.link = link;
    }

    /** @param run whole messages; indices unchanged */
    void read(ByteBuf run) {
        int at = run.readerIndex();
        int end = run.writerIndex();
        while (end - at >= HEADER_BYTES) {
            byte type = run.getByte(at);
            int length = run.getInt(at + 1);
            ByteBuf body = run.slice(at + HEADER_BYTES, length - Integer.BYTES);
            message(type, body, link.answer());
            at += length + 1;
        }
    }

    private void message(byte type, ByteBuf body, Answer answer) {
        switch (type) {
            case MessageCode.DATA_ROW -> {
                row.read(body);
                answer.row(row);
            }
            case MessageCode.ROW_DESCRIPTION -> answer.columns(Column.readRowDescription(body));
            case MessageCode.PARAMETER_DESCRIPTION -> answer.parameters(types(body));
            case MessageCode.NO_DATA -> answer.noData();
            case MessageCode.COMMAND_COMPLETE -> answer.done(string(body));
            case MessageCode.EMPTY_QUERY_RESPONSE -> answer.done("");
            case MessageCode.ERROR_RESPONSE -> {
                link.statementEnded();
                answer.failed(error(body));
            }
            case MessageCode.NOTICE_RESPONSE -> answer.notice(error(body));
            case MessageCode.READY_FOR_QUERY -> link.ready(TransactionStatus.of(body.getByte(body.readerIndex())));
            case MessageCode.COPY_IN_RESPONSE, MessageCode.COPY_OUT_RESPONSE, MessageCode.COPY_BOTH_RESPONSE ->
                throw new IllegalStateException("the engine began a COPY that no dialect asks for");
            default -> {
                // ParseComplete, BindComplete, CloseComplete, ParameterStatus, NotificationResponse: nobody asks for
                // them.
            }
        }
    }

    private static List<Integer> types(ByteBuf body) {
        int count = body.readUnsignedShort();
        List<Integer> types = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            types.add(body.readInt());
        }
        return types;
    }

    static HeliosException error(ByteBuf body) {
        String state = SqlState.INTERNAL_ERROR;
        String message = "";
        Map<Field, String> fields = new EnumMap<>(Field.class);
        for (byte code = body.readByte(); code != 0; code = body.readByte()) {
            String value = string(body);
            switch (code) {
                case 'C' -> state = value;
                case 'M' -> message = value;
                default -> {
                    Field field = field(code);
                    if (field != null) {
                        fields.put(field, value);
                    }
                }
            }
        }
        return new HeliosException(state, message, fields);
    }

    private static Field field(byte code) {
        return switch (code) {
            case 'D' -> Field.DETAIL;
            case 'H' -> Field.HINT;
            case 'P' -> Field.POSITION;
            case 'p' -> Field.INTERNAL_POSITION;
            case 'q' -> Field.INTERNAL_QUERY;
            case 'W' -> Field.WHERE;
            case 's' -> Field.SCHEMA;
            case 't' -> Field.TABLE;
            case 'c' -> Field.COLUMN;
            case 'd' -> Field.DATA_TYPE;
            case 'n' -> Field.CONSTRAINT;
            case 'F' -> Field.FILE;
            case 'L' -> Field.LINE;
            case 'R' -> Field.ROUTINE;
            default -> null; // severity, and what later versions add
        };
    }

    private static String string(ByteBuf body) {
        int length = body.bytesBefore((byte) 0);
        if (length < 0) {
            throw new IndexOutOfBoundsException("string without end in a message of the engine");
        }
        String text = body.toString(body.readerIndex(), length, StandardCharsets.UTF_8);
        body.skipBytes(length + 1);
        return text;
    }
}
