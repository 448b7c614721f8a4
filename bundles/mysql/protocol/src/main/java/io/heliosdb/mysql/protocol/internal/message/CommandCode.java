package io.heliosdb.mysql.protocol.internal.message;

/** The first octet of a command (manual, "enum_server_command"). */
public enum CommandCode {
    COM_QUIT(1),
    COM_INIT_DB(2),
    COM_QUERY(3),
    COM_FIELD_LIST(4),
    COM_STATISTICS(9),
    COM_PROCESS_INFO(10),
    COM_PROCESS_KILL(12),
    COM_DEBUG(13),
    COM_PING(14),
    COM_CHANGE_USER(17),
    COM_STMT_PREPARE(22),
    COM_STMT_EXECUTE(23),
    COM_STMT_SEND_LONG_DATA(24),
    COM_STMT_CLOSE(25),
    COM_STMT_RESET(26),
    COM_SET_OPTION(27),
    COM_STMT_FETCH(28),
    COM_RESET_CONNECTION(31);

    private static final CommandCode[] BY_CODE = new CommandCode[256];

    static {
        for (CommandCode command : values()) {
            BY_CODE[command.code] = command;
        }
    }

    private final int code;

    CommandCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The command of a first octet; null where there is none, or none that a client may send. */
    public static CommandCode of(byte code) {
        return BY_CODE[code & 0xff];
    }
}
