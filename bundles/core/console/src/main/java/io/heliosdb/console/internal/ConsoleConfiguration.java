package io.heliosdb.console.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Describes the configuration to those who edit it; {@link ConsoleKeys} has what is read. The keys are the methods' names
 * with {@code -} for {@code $_$}.
 */
@ObjectClassDefinition(
        name = "HeliosDB console",
        description = "The admin port: console, HTTP API, metrics. Its number and address are the gateway's settings"
                + " port.admin and bind.admin. A change holds from the next request on.")
public @interface ConsoleConfiguration {
    String PID = "io.heliosdb.console";

    @AttributeDefinition(
            description =
                    "Host names, with commas between them, under which the port may be asked for beside localhost and"
                            + " addresses.",
            required = false)
    String hosts() default "";

    @AttributeDefinition(description = "Whether /metrics is answered without the token.")
    boolean metrics$_$open() default false;

    @AttributeDefinition(description = "Most connections to the port.")
    int max$_$connections() default 32;

    @AttributeDefinition(description = "The largest bundle that can be uploaded.")
    String max$_$upload() default "64 MB";

    @AttributeDefinition(description = "How long a request's body may take to arrive, and its answer to be read.")
    String request$_$time() default "5 min";

    @AttributeDefinition(description = "How long a login of the page lasts while it is not used.")
    String session$_$time() default "12 h";
}
