package io.heliosdb.spi.error;

/**
 * The SQLSTATE codes that HeliosDB itself raises, named as in PostgreSQL's appendix "PostgreSQL Error Codes". Codes that
 * come from the engine pass through and are not listed here.
 */
public final class SqlState {
    public static final String CONNECTION_FAILURE = "08006";
    public static final String CONNECTION_REJECTED = "08004";
    public static final String PROTOCOL_VIOLATION = "08P01";
    public static final String FEATURE_NOT_SUPPORTED = "0A000";
    public static final String CARDINALITY_VIOLATION = "21000";
    public static final String CHARACTER_NOT_IN_REPERTOIRE = "22021";
    public static final String INVALID_PARAMETER_VALUE = "22023";
    public static final String INVALID_AUTHORIZATION = "28000";
    public static final String INVALID_PASSWORD = "28P01";
    public static final String INVALID_CATALOG_NAME = "3D000";
    public static final String SYNTAX_ERROR = "42601";
    public static final String INVALID_NAME = "42602";
    public static final String UNDEFINED_OBJECT = "42704";
    public static final String DUPLICATE_OBJECT = "42710";
    public static final String DEPENDENT_OBJECTS_STILL_EXIST = "2BP01";
    public static final String OBJECT_NOT_IN_PREREQUISITE_STATE = "55000";
    public static final String RESERVED_NAME = "42939";
    public static final String PROGRAM_LIMIT_EXCEEDED = "54000";
    public static final String NAME_TOO_LONG = "42622";
    public static final String TOO_MANY_CONNECTIONS = "53300";
    public static final String SERIALIZATION_FAILURE = "40001";
    public static final String DEADLOCK_DETECTED = "40P01";
    public static final String LOCK_NOT_AVAILABLE = "55P03";
    public static final String QUERY_CANCELED = "57014";
    public static final String ADMIN_SHUTDOWN = "57P01";
    public static final String CANNOT_CONNECT_NOW = "57P03";
    public static final String IDLE_IN_TRANSACTION_SESSION_TIMEOUT = "25P03";
    public static final String IDLE_SESSION_TIMEOUT = "57P05";
    public static final String IO_ERROR = "58030";
    public static final String INTERNAL_ERROR = "XX000";
    public static final String DATA_CORRUPTED = "XX001";

    private SqlState() {}
}
