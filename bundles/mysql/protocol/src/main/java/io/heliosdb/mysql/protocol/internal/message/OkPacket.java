package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Success (manual, "OK_Packet").
 *
 * @param header {@link #OK}, or {@link #END} at the end of rows for clients that know no EOF packet any more
 * @param affectedRows as unsigned
 * @param lastInsertId as unsigned
 * @param status status flags
 * @param warnings at most 65535 are told
 * @param information in words, may be empty
 * @param changes what changed in the session
 */
public record OkPacket(
        int header,
        long affectedRows,
        long lastInsertId,
        int status,
        int warnings,
        String information,
        List<SessionStateChange> changes)
        implements ServerMessage {
    public static final int OK = 0;
    public static final int END = 0xfe;

    private static final int MOST_WARNINGS = 0xffff;

    public OkPacket {
        changes = List.copyOf(changes);
    }

    /** The end of rows. */
    public static OkPacket end(int status, int warnings, List<SessionStateChange> changes) {
        return new OkPacket(END, 0, 0, status, warnings, "", changes);
    }

    @Override
    public String name() {
        return "OK_Packet";
    }

    @Override
    public void encode(ByteBuf out, Negotiated negotiated) {
        boolean changed = negotiated.has(Capability.SESSION_TRACK) && !changes.isEmpty();
        out.writeByte(header);
        LengthEncoded.writeInteger(out, affectedRows);
        LengthEncoded.writeInteger(out, lastInsertId);
        out.writeShortLE(changed ? status | ServerStatus.SESSION_STATE_CHANGED : status)
                .writeShortLE(Math.min(warnings, MOST_WARNINGS));
        // With its length, whatever the manual says: that is what the vendor's server sends and clients read.
        if (changed || !information.isEmpty()) {
            LengthEncoded.writeString(out, negotiated.results().encode(information));
        }
        if (changed) {
            int start = LengthEncoded.begin(out);
            changes.forEach(change -> change.encode(out));
            LengthEncoded.end(out, start);
        }
    }
}
