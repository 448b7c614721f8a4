package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.sql.session.Parameter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes requests of the extended query protocol (PostgreSQL, "Message Formats") one after the other. */
final class FrontendWriter {
    static final short TEXT = 0;
    static final short BINARY = 1;

    private static final String UNNAMED = "";

    private final ByteBuf out;

    FrontendWriter(ByteBuf out) {
        this.out = out;
    }

    /** One statement from its text to its end, for one that has no parameters and whose rows nobody describes. */
    void run(String sql) {
        parse(UNNAMED, sql, List.of());
        bind(UNNAMED, List.of(), List.of(), BINARY);
        execute();
    }

    /**
     * @param types {@code pg_type.oid} of each parameter, 0 where the engine is to find it; may be shorter
     * @throws HeliosException 22021 where the text has a NUL, which the engine's strings cannot have
     */
    void parse(String name, String sql, List<Integer> types) {
        int start = begin(MessageCode.PARSE);
        string(name);
        string(sql);
        out.writeShort(types.size());
        types.forEach(out::writeInt);
        end(start);
    }

    /**
     * Into the unnamed portal.
     *
     * @param types of each parameter: octets of {@code bytea} go as they are, everything else as text
     */
    void bind(String statement, List<Parameter> parameters, List<Integer> types, short resultFormat) {
        int start = begin(MessageCode.BIND);
        string(UNNAMED);
        string(statement);
        out.writeShort(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            out.writeShort(types.get(i) == PgTypes.BYTEA ? BINARY : TEXT);
        }
        out.writeShort(parameters.size());
        for (Parameter parameter : parameters) {
            if (parameter.value() == null) {
                out.writeInt(-1);
            } else {
                out.writeInt(parameter.value().length);
                out.writeBytes(parameter.value());
            }
        }
        out.writeShort(1);
        out.writeShort(resultFormat);
        end(start);
    }

    void describeStatement(String name) {
        int start = begin(MessageCode.DESCRIBE);
        out.writeByte('S');
        string(name);
        end(start);
    }

    void describePortal() {
        int start = begin(MessageCode.DESCRIBE);
        out.writeByte('P');
        string(UNNAMED);
        end(start);
    }

    /** The unnamed portal, to its end. */
    void execute() {
        int start = begin(MessageCode.EXECUTE);
        string(UNNAMED);
        out.writeInt(0);
        end(start);
    }

    void closeStatement(String name) {
        int start = begin(MessageCode.CLOSE);
        out.writeByte('S');
        string(name);
        end(start);
    }

    void sync() {
        end(begin(MessageCode.SYNC));
    }

    private int begin(byte type) {
        out.writeByte(type);
        int start = out.writerIndex();
        out.writeInt(0);
        return start;
    }

    private void end(int start) {
        out.setInt(start, out.writerIndex() - start);
    }

    private void string(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new HeliosException(
                    SqlState.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\": 0x00");
        }
        if (ByteBufUtil.utf8MaxBytes(text) < 3L * Short.MAX_VALUE) {
            ByteBufUtil.writeUtf8(out, text);
        } else {
            out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }
        out.writeByte(0);
    }
}
