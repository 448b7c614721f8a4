package io.heliosdb.mysql.protocol.internal.message;

import io.heliosdb.mysql.protocol.internal.MysqlError;
import io.heliosdb.mysql.protocol.internal.type.CharacterSet;
import io.heliosdb.mysql.protocol.internal.type.ParameterValues;
import io.netty.buffer.ByteBuf;

/**
 * Reads commands.
 *
 * @param capabilities what both sides can do
 * @param characters what statements and names are in
 * @param collation of the connection
 */
public record CommandDecoder(int capabilities, CharacterSet characters, int collation) {
    /**
     * @param in the payload of a packet, borrowed
     * @throws io.heliosdb.spi.error.HeliosException 1047 for a command that is not known, 1835 for a broken one
     */
    public Command decode(ByteBuf in) {
        CommandCode code = in.isReadable() ? CommandCode.of(in.readByte()) : null;
        if (code == null) {
            throw MysqlError.UNKNOWN_COMMAND.exception();
        }
        try {
            return decode(code, in);
        } catch (IndexOutOfBoundsException e) {
            throw MysqlError.MALFORMED_PACKET.exception();
        }
    }

    private Command decode(CommandCode code, ByteBuf in) {
        return switch (code) {
            case COM_QUIT -> new ComQuit();
            case COM_INIT_DB -> new ComInitDb(rest(in));
            case COM_QUERY -> query(in);
            case COM_FIELD_LIST -> new ComFieldList(HandshakeResponse41.text(CString.read(in), characters), rest(in));
            case COM_STATISTICS -> new ComStatistics();
            case COM_PROCESS_INFO -> new ComProcessInfo();
            case COM_PROCESS_KILL -> new ComProcessKill(in.readUnsignedIntLE());
            case COM_DEBUG -> new ComDebug();
            case COM_PING -> new ComPing();
            case COM_CHANGE_USER -> ComChangeUser.decode(in, capabilities, characters, collation);
            case COM_STMT_PREPARE -> new ComStmtPrepare(rest(in));
            case COM_STMT_EXECUTE -> execute(in);
            case COM_STMT_SEND_LONG_DATA -> new ComStmtSendLongData(in.readIntLE(), in.readUnsignedShortLE(), in);
            case COM_STMT_CLOSE -> new ComStmtClose(in.readIntLE());
            case COM_STMT_RESET -> new ComStmtReset(in.readIntLE());
            case COM_SET_OPTION -> new ComSetOption(in.readUnsignedShortLE());
            case COM_STMT_FETCH -> new ComStmtFetch(in.readIntLE(), in.readUnsignedIntLE());
            case COM_RESET_CONNECTION -> new ComResetConnection();
        };
    }

    private ComQuery query(ByteBuf in) {
        if (Capability.has(capabilities, Capability.QUERY_ATTRIBUTES)) {
            long count = LengthEncoded.readInteger(in);
            LengthEncoded.readInteger(in); // sets of parameters: always one
            ParameterValues.skipAttributes(in, count);
        }
        return new ComQuery(rest(in));
    }

    private static ComStmtExecute execute(ByteBuf in) {
        int statementId = in.readIntLE();
        int flags = in.readUnsignedByte();
        in.skipBytes(Integer.BYTES); // how often it is run: always once
        return new ComStmtExecute(statementId, flags, in);
    }

    private String rest(ByteBuf in) {
        return HandshakeResponse41.text(in.readSlice(in.readableBytes()), characters);
    }
}
