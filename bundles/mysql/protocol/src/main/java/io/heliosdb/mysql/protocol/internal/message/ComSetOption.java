package io.heliosdb.mysql.protocol.internal.message;

/**
 * Sets an option of the connection (manual, "COM_SET_OPTION").
 *
 * @param option {@link #MULTI_STATEMENTS_ON}, {@link #MULTI_STATEMENTS_OFF}, or one that is not known
 */
public record ComSetOption(int option) implements Command {
    public static final int MULTI_STATEMENTS_ON = 0;
    public static final int MULTI_STATEMENTS_OFF = 1;
}
