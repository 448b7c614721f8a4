package io.heliosdb.mysql.protocol.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Describes the configuration to those who edit it; {@link MysqlKeys} has what is read. The keys are the methods' names with
 * {@code -} for {@code $_$}.
 */
@ObjectClassDefinition(
        name = "HeliosDB MySQL protocol",
        description = "MySQL's protocol. A change holds for sessions that are opened after it.")
public @interface MysqlConfiguration {
    String PID = "io.heliosdb.mysql";

    @AttributeDefinition(
            description = "Whether clients that allow it are asked for files of their own (LOAD DATA LOCAL INFILE), as"
                    + " MySQL's local_infile.")
    boolean local$_$infile() default false;
}
