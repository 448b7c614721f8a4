package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import io.heliosdb.mutations.internal.RowMessages.Column;
import io.heliosdb.spi.engine.MessageCode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The mutations of what the engine says. */
final class ResultMutations {
    private static final int INT4 = 23;
    private static final int TEXT = 25;
    private static final byte IDLE = 'I';
    private static final Set<Character> FIELDS = Set.of('D', 's', 't', 'c', 'd', 'n');

    private ResultMutations() {}

    /** The mutation for a new session; empty where it is none of results. */
    static Optional<MessageMutation> of(Mutation mutation) {
        return Optional.ofNullable(
                switch (mutation) {
                    case ERROR_CODE_WRONG -> error(fields -> fields.replace('C', "XX000"));
                    case ERROR_SWALLOWED -> each(MessageCode.ERROR_RESPONSE, message -> tag("SELECT 0"));
                    case ERROR_FIELDS_LOST -> error(fields -> fields.keySet().removeAll(FIELDS));
                    case ERROR_POSITION_WRONG ->
                        error(fields -> fields.computeIfPresent('P', (code, at) -> Integer.parseInt(at) + 1 + ""));
                    case WARNING_LOST -> without(MessageCode.NOTICE_RESPONSE);
                    case NOTIFICATION_LOST -> without(MessageCode.NOTIFICATION_RESPONSE);
                    case PARAMETER_STATUS_LOST -> without(MessageCode.PARAMETER_STATUS);
                    case ROW_LOST -> new SecondOfResult(MessageCode.DATA_ROW, 0);
                    case ROW_DUPLICATED -> new SecondOfResult(MessageCode.DATA_ROW, 2);
                    case COPY_DATA_LOST -> new SecondOfResult(MessageCode.COPY_DATA, 0);
                    case ROWS_REORDERED -> new FirstRowsSwapped();
                    case NULL_DROPPED -> CellMutation.nullDropped();
                    case TEXT_TRUNCATED -> CellMutation.textTruncated();
                    case ENCODING_WRONG -> CellMutation.encodingWrong();
                    case TIMESTAMP_SHIFTED -> CellMutation.timestampShifted();
                    case FLOAT_PRECISION_LOST -> CellMutation.floatPrecisionLost();
                    case DECIMAL_SCALE_LOST -> CellMutation.decimalScaleLost();
                    case BOOLEAN_INVERTED -> CellMutation.booleanInverted();
                    case TYPE_WRONG ->
                        columns(column -> column.typeOid() == INT4
                                ? new Column(column.name(), column.before(), TEXT, column.after(), column.format())
                                : column);
                    case COLUMN_NAME_WRONG ->
                        columns(column -> new Column(
                                column.name().toUpperCase(Locale.ROOT),
                                column.before(),
                                column.typeOid(),
                                column.after(),
                                column.format()));
                    case ROW_COUNT_WRONG -> each(MessageCode.COMMAND_COMPLETE, message -> tag(oneMore(text(message))));
                    case COMMAND_TAG_WRONG ->
                        each(
                                MessageCode.COMMAND_COMPLETE,
                                message -> tag(text(message).replaceFirst("^[A-Z ]*?(?: 0)?(?= \\d|$)", "SELECT")));
                    case TRANSACTION_STATUS_WRONG ->
                        each(MessageCode.READY_FOR_QUERY, message -> new Message(message.type(), new byte[] {IDLE}));
                    default -> null;
                });
    }

    private static MessageMutation each(byte type, UnaryOperator<Message> change) {
        return (message, out) -> out.accept(message.type() == type ? change.apply(message) : message);
    }

    private static MessageMutation without(byte type) {
        Predicate<Message> stays = message -> message.type() != type;
        return (message, out) -> {
            if (stays.test(message)) {
                out.accept(message);
            }
        };
    }

    private static MessageMutation columns(UnaryOperator<Column> change) {
        return each(MessageCode.ROW_DESCRIPTION, message -> {
            List<Column> changed =
                    RowMessages.columns(message).stream().map(change).toList();
            return RowMessages.description(changed, message.type());
        });
    }

    private static String text(Message message) {
        return new String(message.body(), 0, message.body().length - 1, StandardCharsets.UTF_8);
    }

    private static Message tag(String text) {
        return new Message(MessageCode.COMMAND_COMPLETE, (text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    private static String oneMore(String tag) {
        if (!tag.matches("(INSERT|UPDATE|DELETE|MERGE).* \\d+")) {
            return tag;
        }
        int blank = tag.lastIndexOf(' ');
        return tag.substring(0, blank + 1) + (Long.parseLong(tag.substring(blank + 1)) + 1);
    }

    private static MessageMutation error(Consumer<Map<Character, String>> change) {
        return each(MessageCode.ERROR_RESPONSE, message -> {
            Map<Character, String> fields = new LinkedHashMap<>();
            for (String field : new String(message.body(), StandardCharsets.UTF_8).split("\0")) {
                if (!field.isEmpty()) {
                    fields.put(field.charAt(0), field.substring(1));
                }
            }
            change.accept(fields);
            StringBuilder body = new StringBuilder();
            fields.forEach((code, value) -> body.append(code).append(value).append('\0'));
            return new Message(message.type(), body.append('\0').toString().getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Sends the second message of a kind in each result as often as it is told. */
    private static final class SecondOfResult implements MessageMutation {
        private final byte type;
        private final int times;
        private int seen;

        SecondOfResult(byte type, int times) {
            this.type = type;
            this.times = times;
        }

        @Override
        public void apply(Message message, Consumer<Message> out) {
            if (message.type() == MessageCode.COMMAND_COMPLETE || message.type() == MessageCode.READY_FOR_QUERY) {
                seen = 0;
            }
            boolean second = message.type() == type && ++seen == 2;
            for (int sent = 0; sent < (second ? times : 1); sent++) {
                out.accept(message);
            }
        }
    }

    /** Holds the first row of each result until the second has gone. */
    private static final class FirstRowsSwapped implements MessageMutation {
        private Optional<Message> held = Optional.empty();
        private boolean swapped;

        @Override
        public void apply(Message message, Consumer<Message> out) {
            if (message.type() == MessageCode.DATA_ROW && held.isEmpty() && !swapped) {
                held = Optional.of(message);
                return;
            }
            boolean row = message.type() == MessageCode.DATA_ROW;
            if (row) {
                out.accept(message);
            }
            held.ifPresent(out);
            swapped = row;
            held = Optional.empty();
            if (!row) {
                out.accept(message);
            }
        }
    }
}
