package io.heliosdb.mysql.dialect.internal.error;

import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.Optional;

/** Who may not do what. */
final class AccessErrors {
    private AccessErrors() {}

    static Optional<VendorError> find(HeliosException error, ErrorContext context) {
        return switch (error.sqlState()) {
            case SqlState.INVALID_PASSWORD, SqlState.INVALID_AUTHORIZATION ->
                Optional.of(MysqlError.ACCESS_DENIED_ERROR.vendor(context.user(), context.host(), "YES"));
            case SqlState.RESERVED_NAME ->
                Optional.of(MysqlError.DBACCESS_DENIED_ERROR.vendor(
                        context.user(), context.host(), Quoted.first(error.getMessage())));
            case "42501" -> Optional.of(denied(error.getMessage(), context));
            default -> Optional.empty();
        };
    }

    private static VendorError denied(String message, ErrorContext context) {
        String name = object(message);
        if (message.contains("for schema")
                || message.contains("for database")
                || message.contains("of database")
                || message.contains("of schema")) {
            return MysqlError.DBACCESS_DENIED_ERROR.vendor(
                    context.user(), context.host(), name.equals("public") ? context.database() : name);
        }
        if (message.contains("for function") || message.contains("for procedure")) {
            return MysqlError.PROCACCESS_DENIED_ERROR.vendor(
                    "execute", context.user(), context.host(), context.qualified(name));
        }
        if (message.contains("for table")
                || message.contains("of table")
                || message.contains("for view")
                || message.contains("of view")
                || message.contains("of relation")) {
            return MysqlError.TABLEACCESS_DENIED_ERROR.vendor(context.verb(), context.user(), context.host(), name);
        }
        return MysqlError.SPECIFIC_ACCESS_DENIED_ERROR.vendor("SUPER");
    }

    /** The last word: {@code permission denied for table t}. */
    private static String object(String message) {
        return message.substring(message.lastIndexOf(' ') + 1).replace("\"", "");
    }
}
