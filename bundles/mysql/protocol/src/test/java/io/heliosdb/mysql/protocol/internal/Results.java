package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.spi.type.Column;
import io.heliosdb.spi.type.Row;
import io.heliosdb.sql.session.ResultColumn;
import io.heliosdb.sql.session.StatementSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows as an engine would send them. */
final class Results implements FakeSession.Answer {
    private final List<ResultColumn> columns = new ArrayList<>();
    private final List<byte[][]> rows = new ArrayList<>();
    private boolean columnsTold = true;

    static Results of(String name, int type) {
        return new Results().column(name, type);
    }

    /** More rows of columns that are known. */
    static Results fetched() {
        Results results = new Results();
        results.columnsTold = false;
        return results;
    }

    Results column(String name, int type) {
        return column(new ResultColumn(
                new Column(name, 0, (short) 0, type, (short) -1, -1, (short) 1), Optional.empty(), Optional.empty()));
    }

    Results column(ResultColumn column) {
        columns.add(column);
        return this;
    }

    Results row(byte[]... cells) {
        rows.add(cells);
        return this;
    }

    List<ResultColumn> columns() {
        return List.copyOf(columns);
    }

    @Override
    public void accept(StatementSink sink) {
        if (columnsTold) {
            sink.columns(columns());
        }
        Row row = new Row();
        for (byte[][] cells : rows) {
            ByteBuf body = Unpooled.buffer();
            body.writeShort(cells.length);
            for (byte[] cell : cells) {
                body.writeInt(cell == null ? -1 : cell.length);
                if (cell != null) {
                    body.writeBytes(cell);
                }
            }
            row.read(body);
            sink.row(row);
        }
        sink.completed(FakeSession.returned(rows.size()));
    }

    static byte[] int4(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
