package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.spi.type.ShortestDecimal;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** FLOAT and DOUBLE. */
enum FloatingCodec implements ColumnCodec {
    FLOAT {
        @Override
        public void text(ByteBuf body, int offset, int length, ByteBuf out) {
            float value = body.getFloat(offset);
            write(Float.isFinite(value) ? ShortestDecimal.rounded(value, FLOAT_DIGITS) : null, value, out);
        }

        @Override
        public void binary(ByteBuf body, int offset, int length, ByteBuf out) {
            out.writeIntLE(body.getInt(offset));
        }
    },
    DOUBLE {
        @Override
        public void text(ByteBuf body, int offset, int length, ByteBuf out) {
            double value = body.getDouble(offset);
            write(Double.isFinite(value) ? ShortestDecimal.of(value) : null, value, out);
        }

        @Override
        public void binary(ByteBuf body, int offset, int length, ByteBuf out) {
            out.writeLongLE(body.getLong(offset));
        }
    };

    /** MySQL shows a FLOAT in so many digits (FLT_DIG). */
    private static final int FLOAT_DIGITS = 6;

    /** Between them, MySQL writes digits out; beyond, powers of ten (MAX_DECPT_FOR_F_FORMAT). */
    private static final int LEAST_POINT = -14;

    private static final int MOST_POINT = 15;

    private static void write(ShortestDecimal decimal, double value, ByteBuf out) {
        // MySQL has neither NaN nor infinity; the engine does.
        String text = decimal == null ? Double.toString(value) : decimal.text(LEAST_POINT, MOST_POINT, "e", 1);
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }
}
