package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** A change that an OK packet tells (manual, "OK_Packet", "Session State Information"). */
public sealed interface SessionStateChange {
    void encode(ByteBuf out);

    /** A system variable has another value. */
    record SystemVariable(String variable, String value) implements SessionStateChange {
        private static final int TYPE = 0;

        @Override
        public void encode(ByteBuf out) {
            out.writeByte(TYPE);
            int start = LengthEncoded.begin(out);
            LengthEncoded.writeString(out, variable.getBytes(StandardCharsets.UTF_8));
            LengthEncoded.writeString(out, value.getBytes(StandardCharsets.UTF_8));
            LengthEncoded.end(out, start);
        }
    }

    /** Unqualified names mean another database. */
    record Schema(String schema) implements SessionStateChange {
        private static final int TYPE = 1;

        @Override
        public void encode(ByteBuf out) {
            write(out, TYPE, schema);
        }
    }

    /** The transaction has another state: eight characters, {@code T_______} or {@code I_______} inside of one. */
    record TransactionState(String state) implements SessionStateChange {
        private static final int TYPE = 5;

        @Override
        public void encode(ByteBuf out) {
            write(out, TYPE, state);
        }
    }

    private static void write(ByteBuf out, int type, String value) {
        out.writeByte(type);
        int start = LengthEncoded.begin(out);
        LengthEncoded.writeString(out, value.getBytes(StandardCharsets.UTF_8));
        LengthEncoded.end(out, start);
    }
}
