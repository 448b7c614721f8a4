package io.heliosdb.spi.dialect;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Declares a {@link Dialect} component. It writes the manifest capability {@code heliosdb.dialect}, so that a bundle
 * says what it provides before it is started, and the same values as service properties.
 */
@Capability(namespace = "heliosdb.dialect")
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ProvidesDialect {
    String PREFIX_ = "heliosdb.dialect.";

    /** {@link Dialect#name()}. */
    @Attribute("heliosdb.dialect")
    String name();

    /** Version of the implementation; new sessions use the highest. */
    @Attribute("version:Version")
    String version();
}
