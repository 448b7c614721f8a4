package io.heliosdb.spi.protocol;

/** What a session does at this moment, as PostgreSQL's pg_stat_activity.state tells it. */
public enum Activity {
    ACTIVE,
    IDLE,
    IDLE_IN_TRANSACTION
}
