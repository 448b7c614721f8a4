package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;

/**
 * A statement is prepared (manual, "COM_STMT_PREPARE_OK").
 *
 * @param metadata whether the definitions of parameters and columns follow
 */
public record StmtPrepareOk(int statementId, int columns, int parameters, int warnings, boolean metadata)
        implements ServerMessage {
    @Override
    public String name() {
        return "COM_STMT_PREPARE_OK";
    }

    @Override
    public void encode(ByteBuf out, Negotiated negotiated) {
        out.writeByte(OkPacket.OK)
                .writeIntLE(statementId)
                .writeShortLE(columns)
                .writeShortLE(parameters)
                .writeByte(0)
                .writeShortLE(warnings);
        if (negotiated.has(Capability.OPTIONAL_RESULTSET_METADATA)) {
            out.writeByte(metadata ? 1 : 0);
        }
    }
}
