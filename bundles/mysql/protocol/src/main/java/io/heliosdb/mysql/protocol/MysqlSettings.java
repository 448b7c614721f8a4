package io.heliosdb.mysql.protocol;

/**
 * How the protocol serves.
 *
 * @param localInfile whether clients may load files of their own (LOAD DATA LOCAL)
 */
public record MysqlSettings(boolean localInfile) {
    /** What holds where nothing is said. */
    public static final MysqlSettings DEFAULT = new MysqlSettings(false);
}
