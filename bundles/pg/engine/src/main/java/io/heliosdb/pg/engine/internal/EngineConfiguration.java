package io.heliosdb.pg.engine.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * Describes the configuration to those who edit it; {@link EngineKeys} has what is read. The keys are the methods' names with
 * {@code -} for {@code $_$}.
 */
@ObjectClassDefinition(
        name = "HeliosDB engine",
        description = "Connections to the database engine. Times carry a unit: 500 ms, 10 s, 5 min, 1 h. A change takes"
                + " effect at once; sessions that are open keep their pooling.")
public @interface EngineConfiguration {
    String PID = "io.heliosdb.engine";

    @AttributeDefinition(
            description = "How long a session keeps a connection: until it ends, or for a transaction.",
            options = {@Option("session"), @Option("transaction")})
    String pooling() default "session";

    @AttributeDefinition(
            description =
                    "Most connections to the engine. Below the engine's own max_connections, less what it reserves.")
    int max$_$connections() default 190;

    @AttributeDefinition(description = "Most connections of one role to one database.")
    int max$_$connections$_$per$_$database() default 100_000;

    @AttributeDefinition(
            description = "Idle connections of one role to one database that an event loop keeps in spite of the idle"
                    + " timeout.")
    int min$_$idle() default 0;

    @AttributeDefinition(description = "How long an unused connection is kept.")
    String idle$_$timeout() default "5 min";

    @AttributeDefinition(description = "How old a connection may be when it is used again.")
    String max$_$lifetime() default "1 h";

    @AttributeDefinition(description = "How long a connection may be unused before it must answer first.")
    String probe$_$after() default "30 s";

    @AttributeDefinition(description = "For the way from nothing to a connection that takes statements.")
    String connect$_$timeout() default "10 s";

    @AttributeDefinition(description = "How long a session waits for a connection.")
    String acquire$_$timeout() default "30 s";

    @AttributeDefinition(description = "Most prepared statements on a connection, in transaction pooling.")
    int statement$_$cache() default 100;

    @AttributeDefinition(
            description =
                    "Whether a role that exists already on an external engine may be given a new password, so that"
                            + " a user of the same name can log in as it.")
    boolean take$_$over$_$roles() default false;
}
