package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.engine.MessageCode;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The messages that the engine client itself says, appended to a buffer. */
final class FrontendMessages {
    /** In Describe and Close: what follows names a prepared statement. */
    static final byte STATEMENT = 'S';

    private static final int EMPTY_LENGTH = Integer.BYTES;

    private FrontendMessages() {}

    /** Query with a text in ASCII. */
    static void query(ByteBuf out, String sql) {
        out.writeByte(MessageCode.QUERY);
        out.writeInt(Integer.BYTES + sql.length() + 1);
        out.writeCharSequence(sql, StandardCharsets.US_ASCII);
        out.writeByte(0);
    }

    /** Query with a text of octets, kept as ISO-8859-1. */
    static void queryOctets(ByteBuf out, String sql) {
        out.writeByte(MessageCode.QUERY);
        out.writeInt(Integer.BYTES + sql.length() + 1);
        out.writeCharSequence(sql, StandardCharsets.ISO_8859_1);
        out.writeByte(0);
    }

    /** Query in UTF-8. */
    static void queryText(ByteBuf out, String sql) {
        byte[] octets = sql.getBytes(StandardCharsets.UTF_8);
        out.writeByte(MessageCode.QUERY);
        out.writeInt(Integer.BYTES + octets.length + 1);
        out.writeBytes(octets);
        out.writeByte(0);
    }

    /** Parse of a statement that was defined before. An empty name means the unnamed statement. */
    static void parse(ByteBuf out, byte[] name, byte[] definition, int length) {
        parseHeader(out, name, length);
        out.writeBytes(definition, 0, length);
    }

    /** The beginning of a Parse; so many octets follow. */
    static void parseHeader(ByteBuf out, byte[] name, int following) {
        out.writeByte(MessageCode.PARSE);
        out.writeInt(Integer.BYTES + name.length + 1 + following);
        out.writeBytes(name).writeByte(0);
    }

    /** Describe or Close of a statement. */
    static void aboutStatement(ByteBuf out, byte type, byte[] name) {
        out.writeByte(type);
        out.writeInt(Integer.BYTES + 1 + name.length + 1);
        out.writeByte(STATEMENT).writeBytes(name).writeByte(0);
    }

    static void copyFail(ByteBuf out) {
        out.writeByte(MessageCode.COPY_FAIL);
        out.writeInt(EMPTY_LENGTH + 1).writeByte(0);
    }

    static void sync(ByteBuf out) {
        out.writeByte(MessageCode.SYNC);
        out.writeInt(EMPTY_LENGTH);
    }

    static void terminate(ByteBuf out) {
        out.writeByte(MessageCode.TERMINATE);
        out.writeInt(EMPTY_LENGTH);
    }

    /**
     * The text of a query that gives parameters values. Not SET, which takes a value with commas for one name and not for
     * a list.
     */
    static String setParameters(Map<String, String> values) {
        StringBuilder sql = new StringBuilder("SELECT ");
        values.forEach((name, value) -> sql.append(sql.length() > 7 ? ", " : "")
                .append("pg_catalog.set_config(")
                .append(SqlText.literal(name))
                .append(", ")
                .append(SqlText.literal(value))
                .append(", false)"));
        return sql.toString();
    }
}
