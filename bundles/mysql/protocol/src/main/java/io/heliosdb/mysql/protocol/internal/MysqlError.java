package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The errors that the protocol itself raises (manual, "Server Error Message Reference"), in the server's own words. */
public enum MysqlError {
    TOO_MANY_CONNECTIONS(1040, "08004", "Too many connections"),
    BAD_HANDSHAKE(1043, "08S01", "Bad handshake"),
    ACCESS_DENIED(1045, "28000", "Access denied for user '%s'@'%s' (using password: %s)"),
    UNKNOWN_COMMAND(1047, "08S01", "Unknown command"),
    UNKNOWN_DATABASE(1049, "42000", "Unknown database '%s'"),
    SERVER_SHUTDOWN(1053, "08S01", "Server shutdown in progress"),
    NO_SUCH_THREAD(1094, "HY000", "Unknown thread id: %d"),
    KILL_DENIED(1095, "HY000", "You are not owner of thread %d"),
    UNKNOWN_ERROR(1105, "HY000", "Unknown error"),
    NOT_ALLOWED_COMMAND(1148, "42000", "The used command is not allowed with this MySQL version"),
    PACKET_TOO_LARGE(1153, "08S01", "Got a packet bigger than 'max_allowed_packet' bytes"),
    PACKETS_OUT_OF_ORDER(1156, "08S01", "Got packets out of order"),
    UNCOMPRESS_ERROR(1157, "08S01", "Couldn't uncompress communication packet"),
    READ_INTERRUPTED(1159, "08S01", "Got timeout reading communication packets"),
    WRONG_ARGUMENTS(1210, "HY000", "Incorrect arguments to %s"),
    SPECIFIC_ACCESS_DENIED(
            1227, "42000", "Access denied; you need (at least one of) the %s privilege(s) for this operation"),
    UNKNOWN_STATEMENT(1243, "HY000", "Unknown prepared statement handler (%d) given to %s"),
    UNSUPPORTED_AUTHENTICATION(
            1251,
            "08004",
            "Client does not support authentication protocol requested by server; consider upgrading MySQL"
                    + " client"),
    QUERY_INTERRUPTED(1317, "70100", "Query execution was interrupted"),
    STATEMENT_HAS_NO_OPEN_CURSOR(1421, "HY000", "The statement (%d) has no open cursor."),
    TOO_MANY_STATEMENTS(1461, "42000", "Can't create more than max_prepared_stmt_count statements (current value: %d)"),
    MALFORMED_PACKET(1835, "HY000", "Malformed communication packet."),
    QUERY_TIMEOUT(3024, "HY000", "Query execution was interrupted, maximum statement execution time exceeded"),
    SERVER_NOT_AVAILABLE(3168, "HY000", "Server isn't available"),
    CLIENT_LOCAL_FILES_DISABLED(
            3948, "42000", "Loading local data is disabled; this must be enabled on both the client and server sides"),
    CLIENT_INTERACTION_TIMEOUT(
            4031,
            "HY000",
            "The client was disconnected by the server because of inactivity. See wait_timeout and interactive_timeout for"
                    + " configuring this behavior.");

    /** Exceptions that are MySQL's own errors carry the number behind this letter as their SQLSTATE. */
    private static final char OWN = 'M';

    private static final Map<String, MysqlError> BY_STATE =
            Stream.of(values()).collect(Collectors.toMap(MysqlError::state, Function.identity()));

    private final int code;
    private final String sqlState;
    private final String message;

    MysqlError(int code, String sqlState, String message) {
        this.code = code;
        this.sqlState = sqlState;
        this.message = message;
    }

    public int code() {
        return code;
    }

    /** @param arguments what the message mentions */
    public VendorError error(Object... arguments) {
        return new VendorError(code, sqlState, String.format(Locale.ROOT, message, arguments));
    }

    /** The error on its way to where it is told. */
    public HeliosException exception(Object... arguments) {
        return new HeliosException(state(), error(arguments).message());
    }

    private String state() {
        return OWN + String.format(Locale.ROOT, "%04d", code);
    }

    /** What a client is told when its session ends, or does not even begin. */
    static VendorError ofSession(HeliosException reason) {
        MysqlError own = BY_STATE.get(reason.sqlState());
        if (own != null) {
            return new VendorError(own.code, own.sqlState, reason.getMessage());
        }
        return switch (reason.sqlState()) {
            case SqlState.TOO_MANY_CONNECTIONS -> TOO_MANY_CONNECTIONS.error();
            case SqlState.ADMIN_SHUTDOWN -> SERVER_SHUTDOWN.error();
            case SqlState.CANNOT_CONNECT_NOW, SqlState.CONNECTION_FAILURE -> SERVER_NOT_AVAILABLE.error();
            case SqlState.IDLE_SESSION_TIMEOUT, SqlState.IDLE_IN_TRANSACTION_SESSION_TIMEOUT ->
                CLIENT_INTERACTION_TIMEOUT.error();
            case SqlState.QUERY_CANCELED -> READ_INTERRUPTED.error();
            case SqlState.PROTOCOL_VIOLATION -> BAD_HANDSHAKE.error();
            case SqlState.INVALID_CATALOG_NAME ->
                new VendorError(UNKNOWN_DATABASE.code, UNKNOWN_DATABASE.sqlState, reason.getMessage());
            case SqlState.INVALID_AUTHORIZATION, SqlState.INVALID_PASSWORD ->
                new VendorError(ACCESS_DENIED.code, ACCESS_DENIED.sqlState, reason.getMessage());
            default -> new VendorError(UNKNOWN_ERROR.code, UNKNOWN_ERROR.sqlState, reason.getMessage());
        };
    }

    /** What a client is told when its statement fails. */
    static VendorError ofStatement(HeliosException error, DialectSession dialect) {
        return BY_STATE.containsKey(error.sqlState()) ? ofSession(error) : dialect.error(error);
    }
}
