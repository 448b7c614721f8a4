package io.heliosdb.mysql.dialect.internal.query;

/** The flags of MySQL's {@code sql_mode} that change what a statement means (MySQL 8.4 manual, 7.1.11). */
public enum SqlMode {
    ANSI_QUOTES,
    ERROR_FOR_DIVISION_BY_ZERO,
    HIGH_NOT_PRECEDENCE,
    IGNORE_SPACE,
    NO_AUTO_VALUE_ON_ZERO,
    NO_BACKSLASH_ESCAPES,
    NO_UNSIGNED_SUBTRACTION,
    NO_ZERO_DATE,
    NO_ZERO_IN_DATE,
    ONLY_FULL_GROUP_BY,
    PIPES_AS_CONCAT,
    REAL_AS_FLOAT,
    STRICT_ALL_TABLES,
    STRICT_TRANS_TABLES
}
