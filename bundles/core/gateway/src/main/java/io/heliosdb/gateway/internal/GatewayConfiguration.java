package io.heliosdb.gateway.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Describes the configuration to those who edit it; {@link GatewayKeys} has what is read. The keys are the methods' names with
 * {@code -} for {@code $_$} and a dot for an underscore.
 */
@ObjectClassDefinition(
        name = "HeliosDB gateway",
        description = "Ports, detection, TLS, limits and timeouts. Amounts carry a unit: 75 ms, 10 s, 10 kB."
                + " Ports, bind and event-loops take effect at the next start, everything else at once.")
public @interface GatewayConfiguration {
    String PID = "io.heliosdb.gateway";

    @AttributeDefinition(description = "The address of this machine to listen on; 0.0.0.0 for all.")
    String bind() default "127.0.0.1";

    @AttributeDefinition(
            description =
                    "The address of the admin port alone. Every protocol has such a key, bind.<protocol>; without it"
                            + " the admin port stays on loopback, whatever bind says.")
    String bind_admin() default "127.0.0.1";

    @AttributeDefinition(description = "The port that all protocols share; 0 takes a free one, off opens none.")
    String port() default "5430";

    @AttributeDefinition(
            description = "The own port of the PostgreSQL protocol. Every protocol has such a key, port.<protocol>.")
    String port_postgresql() default "5432";

    @AttributeDefinition(description = "The port of the console, its HTTP API and its metrics.")
    String port_admin() default "5439";

    @AttributeDefinition(description = "Whether every port is a free one, whatever its number here.")
    boolean ephemeral() default false;

    @AttributeDefinition(description = "Threads that serve connections; 0 for one a core.")
    int event$_$loops() default 0;

    @AttributeDefinition(
            description = "How long a client on the shared port may say nothing before the protocol whose server speaks"
                    + " first greets it.")
    String detection$_$silence() default "75 ms";

    @AttributeDefinition(
            description =
                    "The same for an address whose last connection in the last hour spoke that protocol, and where no client"
                            + " that speaks first itself needed more than half of this time. It must be long enough for"
                            + " the first bytes of such a client; 0 greets at once.")
    String detection$_$silence$_$known() default "10 ms";

    @AttributeDefinition(
            description = "How long connections wait for a protocol that is being replaced, and its port stays open.")
    String detection$_$hold() default "5 s";

    @AttributeDefinition(description = "Most connections that are not logged in.")
    int waiting$_$room$_$size() default 500;

    @AttributeDefinition(description = "How long a login may take, from the connection on; 0 for ever.")
    String waiting$_$room$_$time() default "10 s";

    @AttributeDefinition(description = "Most bytes that a client may send before it is logged in.")
    String waiting$_$room$_$bytes() default "10 kB";

    @AttributeDefinition(description = "Most connections; 0 for no limit.")
    int max$_$connections() default 10_000;

    @AttributeDefinition(
            description =
                    "Most connections of the PostgreSQL protocol; 0 for no limit of its own. Every protocol has such"
                            + " a key, max-connections.<protocol>.")
    int max$_$connections_postgresql() default 0;

    @AttributeDefinition(description = "Most connections of one client address; 0 for no limit.")
    int max$_$connections$_$per$_$address() default 0;

    @AttributeDefinition(description = "A session that is idle for longer is ended; 0 for never.")
    String idle$_$timeout() default "0";

    @AttributeDefinition(description = "A session that is idle in a transaction for longer is ended; 0 for never.")
    String idle$_$in$_$transaction$_$timeout() default "0";

    @AttributeDefinition(description = "A statement that runs for longer is cancelled; 0 for never.")
    String statement$_$timeout() default "0";

    @AttributeDefinition(description = "The longest single message of a client that is logged in.")
    String max$_$message() default "1 GB";

    @AttributeDefinition(description = "Whether the server speaks TLS.")
    boolean tls_enabled() default true;

    @AttributeDefinition(
            description = "PEM file with the server's certificate and its chain, relative to the home; none for the one"
                    + " made at first start (tls/server.crt). Read again when it changes.",
            required = false)
    String tls_certificate() default "";

    @AttributeDefinition(description = "PEM file with the certificate's private key, not encrypted.", required = false)
    String tls_key() default "";
}
