package io.heliosdb.pg.embedded;

/**
 * The end of a PostgreSQL server process.
 *
 * @param pid the process that ended
 * @param status its exit status; 128 and more for a signal
 * @param requested whether it was asked to stop; otherwise it ended by itself
 * @param reason one line for people, with the place of the log
 */
public record PostgresExit(long pid, int status, boolean requested, String reason) {}
