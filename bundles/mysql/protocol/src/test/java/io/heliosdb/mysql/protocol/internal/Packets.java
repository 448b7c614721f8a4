package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.mysql.protocol.internal.message.LengthEncoded;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** What clients send. */
final class Packets {
    static final int USUAL = Capability.LONG_PASSWORD
            | Capability.PROTOCOL_41
            | Capability.SECURE_CONNECTION
            | Capability.PLUGIN_AUTH
            | Capability.MULTI_RESULTS
            | Capability.TRANSACTIONS;

    private Packets() {}

    static byte[] packet(int sequence, byte[] payload) {
        ByteBuf out = Unpooled.buffer();
        out.writeMediumLE(payload.length).writeByte(sequence).writeBytes(payload);
        return ByteBufUtil.getBytes(out);
    }

    static byte[] packet(int sequence, ByteBuf payload) {
        return packet(sequence, ByteBufUtil.getBytes(payload));
    }

    static byte[] command(int code, String text) {
        return packet(0, Unpooled.buffer().writeByte(code).writeBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] query(String sql) {
        return command(3, sql);
    }

    /** The answer to a greeting, with a database where the capabilities say so. */
    static ByteBuf response(int capabilities, String user, String answer, String database, String plugin) {
        ByteBuf out = Unpooled.buffer();
        out.writeIntLE(database.isEmpty() ? capabilities : capabilities | Capability.CONNECT_WITH_DB)
                .writeIntLE(1 << 24)
                .writeByte(255)
                .writeZero(23);
        string(out, user);
        if (Capability.has(capabilities, Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA)) {
            LengthEncoded.writeString(out, answer.getBytes(StandardCharsets.UTF_8));
        } else {
            out.writeByte(answer.length()).writeBytes(answer.getBytes(StandardCharsets.UTF_8));
        }
        if (!database.isEmpty()) {
            string(out, database);
        }
        if (Capability.has(capabilities, Capability.PLUGIN_AUTH)) {
            string(out, plugin);
        }
        return out;
    }

    static ByteBuf response(String user, String answer) {
        return response(USUAL, user, answer, "", FakeMechanism.CACHING_SHA2);
    }

    static void string(ByteBuf out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8)).writeByte(0);
    }

    static byte[] hex(String octets) {
        return ByteBufUtil.decodeHexDump(octets.replace(" ", ""));
    }
}
