package io.heliosdb.mysql.dialect.internal.error;

import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import io.heliosdb.spi.error.SqlState;
import java.util.Optional;

/**
 * Errors in MySQL's terms. What is MySQL's own already ({@link MysqlError#exception}) stays as it is; what the engine says is
 * told by its SQLSTATE and fields, and where one SQLSTATE is several errors of MySQL, by the engine's text, which the engine
 * writes in English (lc_messages=C).
 */
public final class MysqlErrors {
    private static final String CONNECTION_CLASS = "08";

    private MysqlErrors() {}

    public static VendorError vendor(HeliosException error, ErrorContext context) {
        return MysqlError.own(error)
                .or(() -> SyntaxErrors.find(error, context))
                .or(() -> ConstraintErrors.find(error, context))
                .or(() -> ValueErrors.find(error, context))
                .or(() -> NameErrors.find(error, context))
                .or(() -> QueryErrors.find(error, context))
                .or(() -> AccessErrors.find(error, context))
                .or(() -> state(error))
                .orElseGet(() -> MysqlError.UNKNOWN_ERROR.vendor(error.getMessage()));
    }

    /** Whether the error came from the engine: positions in it are of the engine's text. */
    static boolean isEngines(HeliosException error) {
        return error.field(Field.ROUTINE).isPresent();
    }

    private static Optional<VendorError> state(HeliosException error) {
        VendorError found =
                switch (error.sqlState()) {
                    case "40P01", "40001" -> MysqlError.LOCK_DEADLOCK.vendor();
                    case "55P03" ->
                        error.getMessage().contains("timeout")
                                ? MysqlError.LOCK_WAIT_TIMEOUT.vendor()
                                : MysqlError.LOCK_NOWAIT.vendor();
                    case SqlState.QUERY_CANCELED ->
                        error.getMessage().contains("timeout")
                                ? MysqlError.QUERY_TIMEOUT.vendor()
                                : MysqlError.QUERY_INTERRUPTED.vendor();
                    case "25006" -> MysqlError.CANT_EXECUTE_IN_READ_ONLY_TRANSACTION.vendor();
                    case "25001" -> MysqlError.CANT_CHANGE_TX_CHARACTERISTICS.vendor();
                    case SqlState.TOO_MANY_CONNECTIONS -> MysqlError.CON_COUNT_ERROR.vendor();
                    case SqlState.ADMIN_SHUTDOWN, "57P02" -> MysqlError.SERVER_SHUTDOWN.vendor();
                    case SqlState.CANNOT_CONNECT_NOW -> MysqlError.SERVER_OFFLINE_MODE.vendor();
                    case SqlState.IDLE_SESSION_TIMEOUT, SqlState.IDLE_IN_TRANSACTION_SESSION_TIMEOUT ->
                        MysqlError.CLIENT_INTERACTION_TIMEOUT.vendor();
                    case SqlState.PROTOCOL_VIOLATION -> MysqlError.MALFORMED_PACKET.vendor();
                    case "53100" -> MysqlError.DISK_FULL.vendor("engine");
                    case "53200" -> MysqlError.OUT_OF_RESOURCES.vendor();
                    case "54001" -> MysqlError.STACK_OVERRUN_NEED_MORE.vendor("the engine's max_stack_depth");
                    case "54011" -> MysqlError.TOO_MANY_FIELDS.vendor();
                    case SqlState.PROGRAM_LIMIT_EXCEEDED -> limit(error);
                    case "P0001" -> MysqlError.SIGNAL_EXCEPTION.vendor(error.getMessage());
                    case SqlState.FEATURE_NOT_SUPPORTED ->
                        error.getMessage().startsWith("cached plan")
                                ? MysqlError.NEED_REPREPARE.vendor()
                                : MysqlError.NOT_SUPPORTED_YET.vendor(error.getMessage());
                    case "26000" -> MysqlError.UNKNOWN_STMT_HANDLER.vendor(Quoted.first(error.getMessage()), "EXECUTE");
                    default -> null;
                };
        if (found == null && error.sqlState().startsWith(CONNECTION_CLASS)) {
            return Optional.of(MysqlError.NET_READ_ERROR.vendor());
        }
        return Optional.ofNullable(found);
    }

    private static VendorError limit(HeliosException error) {
        if (error.getMessage().startsWith("row is too big")) {
            return MysqlError.TOO_BIG_ROWSIZE.vendor("8160");
        }
        if (error.getMessage().startsWith("index row")) {
            return MysqlError.TOO_LONG_KEY.vendor("2704");
        }
        return MysqlError.NET_PACKET_TOO_LARGE.vendor();
    }
}
