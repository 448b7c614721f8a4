package io.heliosdb.spi.auth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Declares an {@link AuthMechanism} component. It writes the manifest capability {@code heliosdb.auth}, so that a bundle
 * says what it provides before it is started, and the same values as service properties.
 */
@Capability(namespace = "heliosdb.auth")
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ProvidesAuthMechanism {
    String PREFIX_ = "heliosdb.auth.";

    /** {@link AuthMechanism#name()}. */
    @Attribute("heliosdb.auth")
    String name();

    /** Version of the implementation; new logins go to the highest. */
    @Attribute("version:Version")
    String version();
}
