package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.engine.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The mutations of what the engine is asked. */
final class RequestMutations {
    /** A statement that does nothing and gives nothing. */
    private static final String NOTHING = "DO ''";

    private RequestMutations() {}

    /**
     * The mutation for a new session; empty where it is none of requests.
     *
     * @param status of the session's transaction at any time
     */
    static Optional<MessageMutation> of(Mutation mutation, Supplier<TransactionStatus> status) {
        return Optional.ofNullable(
                switch (mutation) {
                    case COMMIT_LOST -> statements(sql -> isWord(sql, "COMMIT") ? "ROLLBACK" : sql);
                    case ROLLBACK_IGNORED -> statements(sql -> isWord(sql, "ROLLBACK") ? "COMMIT" : sql);
                    case SAVEPOINT_IGNORED -> statements(sql -> begins(sql, "ROLLBACK TO") ? NOTHING : sql);
                    case TRANSACTION_NOT_OPENED -> statements(sql -> begins(sql, "BEGIN") ? NOTHING : sql);
                    case AUTOCOMMIT_BROKEN ->
                        statements(sql -> begins(sql, "INSERT") && status.get() == TransactionStatus.IDLE
                                ? "BEGIN; " + sql
                                : sql);
                    case PARAMETERS_SWAPPED ->
                        (message, out) -> out.accept(message.type() == MessageCode.BIND ? swapped(message) : message);
                    default -> null;
                });
    }

    private static boolean isWord(String sql, String word) {
        return sql.strip().replaceFirst(";$", "").strip().equalsIgnoreCase(word);
    }

    private static boolean begins(String sql, String words) {
        return sql.strip().toUpperCase(Locale.ROOT).startsWith(words);
    }

    /** Latin 1 keeps every octet as it is. */
    private static MessageMutation statements(UnaryOperator<String> change) {
        return (message, out) -> {
            int begin = 0;
            if (message.type() == MessageCode.PARSE) {
                begin = indexOfNul(message.body(), 0) + 1;
            } else if (message.type() != MessageCode.QUERY) {
                out.accept(message);
                return;
            }
            byte[] body = message.body();
            int end = indexOfNul(body, begin);
            String changed = change.apply(new String(body, begin, end - begin, StandardCharsets.ISO_8859_1));
            ByteBuf rewritten = Unpooled.buffer();
            rewritten.writeBytes(body, 0, begin);
            rewritten.writeCharSequence(changed, StandardCharsets.ISO_8859_1);
            rewritten.writeBytes(body, end, body.length - end);
            out.accept(new Message(message.type(), ByteBufUtil.getBytes(rewritten)));
        };
    }

    private static int indexOfNul(byte[] body, int from) {
        int at = from;
        while (body[at] != 0) {
            at++;
        }
        return at;
    }

    /** Bind: portal, statement, formats, then each parameter's length and octets, then the formats of the results. */
    private static Message swapped(Message bind) {
        ByteBuf body = Unpooled.wrappedBuffer(bind.body());
        ByteBuf changed = Unpooled.buffer();
        int formatsAt = indexOfNul(bind.body(), indexOfNul(bind.body(), 0) + 1) + 1;
        changed.writeBytes(body, formatsAt);
        int formats = body.readUnsignedShort();
        changed.writeShort(formats).writeBytes(body, formats * Short.BYTES);
        int count = body.readUnsignedShort();
        changed.writeShort(count);
        if (count >= 2) {
            ByteBuf first = parameter(body);
            changed.writeBytes(parameter(body)).writeBytes(first);
        }
        changed.writeBytes(body);
        return new Message(bind.type(), ByteBufUtil.getBytes(changed));
    }

    private static ByteBuf parameter(ByteBuf body) {
        int length = body.getInt(body.readerIndex());
        return body.readSlice(Integer.BYTES + Math.max(0, length));
    }
}
