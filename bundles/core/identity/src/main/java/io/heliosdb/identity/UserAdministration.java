package io.heliosdb.identity;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The user store for an administrator, as a service that knows every mechanism deployed. Its parameters and results are of
 * the JDK alone, so that it can be called from outside of the container. Fails as {@link UserStore} does.
 */
@ProviderType
public interface UserAdministration {
    /** Key of a setting: the database that the user owns. */
    String DATABASE = "database";
    /** Key of a setting: attributes of the user's role, separated by commas, as CREATE ROLE names them. */
    String ATTRIBUTES = "attributes";

    /**
     * Adds a user who can log in by every mechanism that can carry the password.
     *
     * @param password the caller wipes it
     * @param settings by the keys above; missing ones have their defaults
     * @throws IllegalArgumentException for a setting or an attribute that there is not
     */
    void add(String name, char[] password, Map<String, String> settings);

    /** @param password the caller wipes it */
    void setPassword(String name, char[] password);

    void drop(String name);

    /**
     * All users by name, without secrets: {@code name}, the settings, {@code state} (enabled, disabled, expired, demo) and
     * {@code logins}, the kinds of its verifiers.
     */
    List<Map<String, String>> list();
}
