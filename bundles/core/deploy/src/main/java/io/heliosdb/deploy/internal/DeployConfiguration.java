package io.heliosdb.deploy.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Describes the configuration to those who edit it; {@link DeployKeys} has what is read. The keys are the methods' names with
 * {@code -} for {@code $_$}.
 */
@ObjectClassDefinition(
        name = "HeliosDB deployment",
        description = "How bundles come into service. A change holds for what is deployed after it.")
@interface DeployConfiguration {
    String PID = "io.heliosdb.deploy";

    @AttributeDefinition(description = "Whether only jars are started that one of the certificates has signed.")
    boolean require$_$signature() default false;

    @AttributeDefinition(
            description =
                    "PEM file with the certificates of those whose signature counts, or of those who issued theirs.")
    String certificates() default "";

    @AttributeDefinition(description = "Whether a bundle serves only when its probes are green.")
    boolean probes() default true;

    @AttributeDefinition(description = "How long all probes of a bundle together may take.")
    String probe$_$limit() default "60 s";

    @AttributeDefinition(
            description =
                    "How long the users of a version that is replaced or removed may take to finish; then they are"
                            + " ended by their protocol's own shutdown error.")
    String drain() default "10 min";

    @AttributeDefinition(
            description =
                    "Percent of the new connections that a new version gets at first, 1 to 99; 0 for all at once.")
    int canary$_$share() default 0;

    @AttributeDefinition(description = "How long a new version has that share before it gets all.")
    String canary$_$time() default "1 min";

    @AttributeDefinition(
            description = "By how many percent points a canary's errors per statement may be above those of the version"
                    + " that it is to replace.")
    int canary$_$errors() default 5;
}
