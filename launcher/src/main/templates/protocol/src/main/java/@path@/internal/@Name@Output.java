package @package@.internal;

import io.heliosdb.spi.type.Row;
import io.heliosdb.spi.type.TextForm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;

/** What goes to the client, gathered until it is flushed. */
final class @Name@Output {
    private static final byte[] NULL = {'\\', 'N'};

    private final ChannelHandlerContext context;
    private ByteBuf gathered;

    @Name@Output(ChannelHandlerContext context) {
        this.context = context;
    }

    void line(String text) {
        ByteBufUtil.writeUtf8(gathered(), text.replace('\n', ' ').replace('\r', ' '));
        gathered().writeByte('\n');
    }

    /**
     * A line with a row: tabs between cells, {@code \N} for NULL, and inside of a cell {@code \t}, {@code \n}, {@code
     * \r} and {@code \\}.
     *
     * @param types of the columns, as pg_type.oid
     */
    void row(Row row, List<Integer> types) {
        ByteBuf cell = context.alloc().buffer();
        try {
            for (int column = 0; column < row.columns(); column++) {
                if (column > 0) {
                    gathered().writeByte('\t');
                }
                if (row.isNull(column)) {
                    gathered().writeBytes(NULL);
                } else {
                    cell.clear();
                    TextForm.write(types.get(column), row.body(), row.offset(column), row.length(column), cell);
                    escaped(cell);
                }
            }
            gathered().writeByte('\n');
        } finally {
            cell.release();
        }
    }

    private void escaped(ByteBuf cell) {
        while (cell.isReadable()) {
            byte octet = cell.readByte();
            switch (octet) {
                case '\t' -> gathered().writeByte('\\').writeByte('t');
                case '\n' -> gathered().writeByte('\\').writeByte('n');
                case '\r' -> gathered().writeByte('\\').writeByte('r');
                case '\\' -> gathered().writeByte('\\').writeByte('\\');
                default -> gathered().writeByte(octet);
            }
        }
    }

    void flush() {
        if (gathered != null) {
            ByteBuf buffer = gathered;
            gathered = null;
            context.writeAndFlush(buffer, context.voidPromise());
        }
    }

    void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private ByteBuf gathered() {
        if (gathered == null) {
            gathered = context.alloc().buffer();
        }
        return gathered;
    }
}
