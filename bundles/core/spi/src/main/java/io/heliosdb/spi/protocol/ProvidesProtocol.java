package io.heliosdb.spi.protocol;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Declares a {@link Protocol} component. It writes the manifest capability {@code heliosdb.protocol}, so that a bundle
 * says what it provides before it is started, and the same values as service properties.
 */
@Capability(namespace = "heliosdb.protocol")
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ProvidesProtocol {
    String PREFIX_ = "heliosdb.protocol.";

    /** {@link Protocol#name()}. */
    @Attribute("heliosdb.protocol")
    String name();

    /** Version of the implementation; new connections go to the highest. */
    @Attribute("version:Version")
    String version();
}
