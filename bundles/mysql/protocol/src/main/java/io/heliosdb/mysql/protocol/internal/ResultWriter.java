package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.mysql.protocol.internal.message.ColumnCount;
import io.heliosdb.mysql.protocol.internal.message.ColumnDefinition;
import io.heliosdb.mysql.protocol.internal.message.EofPacket;
import io.heliosdb.mysql.protocol.internal.message.ErrPacket;
import io.heliosdb.mysql.protocol.internal.message.LengthEncoded;
import io.heliosdb.mysql.protocol.internal.message.Negotiated;
import io.heliosdb.mysql.protocol.internal.message.OkPacket;
import io.heliosdb.mysql.protocol.internal.message.ServerStatus;
import io.heliosdb.mysql.protocol.internal.message.SessionStateChange;
import io.heliosdb.mysql.protocol.internal.type.MysqlColumn;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.type.Row;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;

/** Writes results: column definitions, rows, and how they end (manual, "Text Resultset", "Binary Protocol Resultset"). */
final class ResultWriter {
    /** Bits of a binary row's NULL bitmap that stand for nothing. */
    private static final int RESERVED_NULL_BITS = 2;

    private final PacketOutput output;
    private final SessionView view;
    private final SessionTracker tracker;

    ResultWriter(PacketOutput output, SessionView view, SessionTracker tracker) {
        this.output = output;
        this.view = view;
        this.tracker = tracker;
    }

    SessionView view() {
        return view;
    }

    /** Names and messages are in what the client reads now. */
    void begin() {
        Negotiated negotiated = output.negotiated();
        if (negotiated.results() != view.resultCharacters()) {
            output.negotiated(new Negotiated(negotiated.capabilities(), view.resultCharacters()));
        }
    }

    /** How many columns there are, then their definitions. */
    void header(List<MysqlColumn> columns) {
        boolean metadata = metadata();
        output.message(new ColumnCount(columns.size(), metadata));
        if (metadata) {
            columns.forEach(column -> output.message(column.definition()));
        }
    }

    boolean metadata() {
        return !output.negotiated().has(Capability.OPTIONAL_RESULTSET_METADATA) || view.metadata();
    }

    void definition(ColumnDefinition definition) {
        output.message(definition);
    }

    /** Between column definitions and what follows them, for clients that want it. */
    void endOfDefinitions(int status) {
        if (!output.negotiated().has(Capability.DEPRECATE_EOF)) {
            output.message(new EofPacket(0, status));
        }
    }

    void textRow(Row row, List<MysqlColumn> columns) {
        ByteBuf out = output.begin();
        try {
            for (int column = 0; column < columns.size(); column++) {
                if (row.isNull(column)) {
                    out.writeByte(LengthEncoded.NULL);
                } else {
                    columns.get(column).codec().textWithLength(row.body(), row.offset(column), row.length(column), out);
                }
            }
        } catch (Throwable e) {
            output.abandon();
            throw e;
        }
        output.end("text row", false);
    }

    void binaryRow(Row row, List<MysqlColumn> columns) {
        ByteBuf out = output.begin();
        try {
            out.writeByte(OkPacket.OK);
            int nulls = out.writerIndex();
            out.writeZero((columns.size() + RESERVED_NULL_BITS + 7) / 8);
            for (int column = 0; column < columns.size(); column++) {
                if (row.isNull(column)) {
                    int bit = column + RESERVED_NULL_BITS;
                    out.setByte(nulls + bit / 8, out.getByte(nulls + bit / 8) | 1 << bit % 8);
                } else {
                    columns.get(column).codec().binary(row.body(), row.offset(column), row.length(column), out);
                }
            }
        } catch (Throwable e) {
            output.abandon();
            throw e;
        }
        output.end("binary row", false);
    }

    /** The end of rows, or of anything else that an EOF packet ends. */
    void end(int moreStatus) {
        int status = view.status() | moreStatus;
        if (output.negotiated().has(Capability.DEPRECATE_EOF)) {
            output.message(OkPacket.end(status, view.warnings(), changes()));
        } else {
            output.message(new EofPacket(view.warnings(), status));
        }
    }

    /** The end of a statement that returned no rows. */
    void ok(Outcome outcome, int moreStatus) {
        boolean found = output.negotiated().has(Capability.FOUND_ROWS);
        long affected = Math.max(found ? outcome.matched() : outcome.affected(), 0);
        ok(
                affected,
                key(outcome.generatedKey().or(outcome::givenKey)),
                moreStatus,
                view.dialect().information().orElse(""));
    }

    /** Success of something that counts nothing. */
    void ok() {
        ok(0, 0, 0, "");
    }

    private void ok(long affected, long key, int moreStatus, String information) {
        output.message(new OkPacket(
                OkPacket.OK, affected, key, view.status() | moreStatus, view.warnings(), information, changes()));
    }

    private static long key(Optional<String> generated) {
        try {
            return generated.map(Long::parseUnsignedLong).orElse(0L);
        } catch (NumberFormatException e) {
            return 0; // a key that is no number is not told
        }
    }

    private List<SessionStateChange> changes() {
        return output.negotiated().has(Capability.SESSION_TRACK) ? tracker.changes() : List.of();
    }

    void error(VendorError error) {
        output.message(new ErrPacket(error));
    }

    static int more(boolean more) {
        return more ? ServerStatus.MORE_RESULTS_EXISTS : 0;
    }
}
