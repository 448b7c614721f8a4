package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.internal.message.ComStmtExecute;
import io.heliosdb.mysql.protocol.internal.message.LengthEncoded;
import io.heliosdb.mysql.protocol.internal.type.CharacterSet;
import io.heliosdb.mysql.protocol.internal.type.MysqlColumn;
import io.heliosdb.mysql.protocol.internal.type.ParameterValues;
import io.heliosdb.sql.session.Parameter;
import io.heliosdb.sql.session.PreparedStatement;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A prepared statement of a session: what its client bound to it, and its cursor. */
final class OpenStatement {
    private static final String EXECUTE = "mysqld_stmt_execute";

    private final int id;
    private final PreparedStatement prepared;
    private final ByteBuf[] longData;
    private long longDataBytes;
    private boolean longDataRefused;
    private List<ParameterValues.Type> types = List.of();
    private Optional<List<MysqlColumn>> cursor = Optional.empty();

    OpenStatement(int id, PreparedStatement prepared) {
        this.id = id;
        this.prepared = prepared;
        longData = new ByteBuf[prepared.parameterTypes().size()];
    }

    int id() {
        return id;
    }

    PreparedStatement prepared() {
        return prepared;
    }

    /** The name of its cursor at the engine. */
    String cursorName() {
        return "mysql_" + Integer.toUnsignedString(id);
    }

    /** The columns of the cursor that is open, if one is. */
    Optional<List<MysqlColumn>> cursor() {
        return cursor;
    }

    void cursorOpened(List<MysqlColumn> columns) {
        cursor = Optional.of(columns);
    }

    void cursorClosed() {
        cursor = Optional.empty();
    }

    /** Takes a piece of a parameter's value. What is wrong with it is told at the execution. */
    void longData(int parameter, ByteBuf piece, long mostBytes) {
        longDataBytes += piece.readableBytes();
        if (parameter >= longData.length || longDataBytes > mostBytes) {
            longDataRefused = true;
            return;
        }
        if (longData[parameter] == null) {
            longData[parameter] = Unpooled.buffer(piece.readableBytes());
        }
        longData[parameter].writeBytes(piece);
    }

    void forgetLongData() {
        Arrays.fill(longData, null);
        longDataBytes = 0;
        longDataRefused = false;
    }

    /**
     * Reads the values of an execution; long data is used up.
     *
     * @param attributes whether the client can send attributes of the query, which have names
     * @throws HeliosException 1835 or 1210 where they are broken or do not fit the statement
     */
    List<Parameter> bind(ComStmtExecute execute, boolean attributes, CharacterSet characters) {
        boolean refused = longDataRefused;
        try {
            if (refused) {
                throw MysqlError.WRONG_ARGUMENTS.exception("mysqld_stmt_send_long_data");
            }
            return values(execute, attributes, characters);
        } catch (IndexOutOfBoundsException e) {
            throw MysqlError.MALFORMED_PACKET.exception();
        } finally {
            forgetLongData();
        }
    }

    private List<Parameter> values(ComStmtExecute execute, boolean attributes, CharacterSet characters) {
        int expected = longData.length;
        boolean counted = (execute.flags() & ComStmtExecute.PARAMETER_COUNT_AVAILABLE) != 0;
        if (expected == 0 && !(attributes && counted)) {
            return List.of();
        }
        ByteBuf in = execute.values();
        long sent = attributes ? LengthEncoded.readInteger(in) : expected;
        if (sent < expected || sent > Math.max(expected, in.readableBytes())) {
            throw MysqlError.WRONG_ARGUMENTS.exception(EXECUTE);
        }
        if (sent == 0) {
            return List.of();
        }
        ByteBuf nulls = in.readSlice((int) ((sent + 7) / 8));
        if (in.readBoolean()) {
            types = readTypes(in, (int) sent, attributes);
        } else if (types.size() < sent) {
            throw MysqlError.WRONG_ARGUMENTS.exception(EXECUTE);
        }
        List<Parameter> values = new ArrayList<>(expected);
        for (int parameter = 0; parameter < sent; parameter++) {
            Parameter value = value(parameter, nulls, in, characters);
            if (parameter < expected) {
                values.add(value);
            }
        }
        return values;
    }

    private static List<ParameterValues.Type> readTypes(ByteBuf in, int count, boolean named) {
        List<ParameterValues.Type> read = new ArrayList<>();
        for (int parameter = 0; parameter < count; parameter++) {
            read.add(ParameterValues.Type.read(in));
            if (named) {
                LengthEncoded.readString(in);
            }
        }
        return read;
    }

    private Parameter value(int parameter, ByteBuf nulls, ByteBuf in, CharacterSet characters) {
        ParameterValues.Type type = types.get(parameter);
        int engineType = parameter < longData.length ? prepared.parameterTypes().get(parameter) : 0;
        if (parameter < longData.length && longData[parameter] != null) {
            return ParameterValues.longData(type, longData[parameter], engineType, characters);
        }
        return ParameterValues.isNull(nulls, parameter)
                ? Parameter.NULL
                : ParameterValues.read(type, in, engineType, characters);
    }
}
