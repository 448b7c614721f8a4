package io.heliosdb.launcher;

import io.heliosdb.launcher.home.Home;
import java.util.List;
import java.util.Map;

/**
 * The users of a home, edited while its server runs or does not run. The user store and the authentication mechanisms are
 * bundles, so that they run in a container here too.
 */
public final class UserDirectory implements AutoCloseable {
    private final OfflineContainer container;
    private final Users users;

    /** The user store's service, as far as it is called from here. Its errors are one line each. */
    public interface Users {
        void add(String name, char[] password, Map<String, String> settings);

        void setPassword(String name, char[] password);

        void drop(String name);

        List<Map<String, String>> list();
    }

    private UserDirectory(OfflineContainer container, Users users) {
        this.container = container;
        this.users = users;
    }

    public static UserDirectory open(Home home) throws LaunchException {
        OfflineContainer container = OfflineContainer.open(home, List.of());
        try {
            return new UserDirectory(
                    container, container.service("io.heliosdb.identity.UserAdministration", Users.class));
        } catch (LaunchException e) {
            container.close();
            throw e;
        }
    }

    public Users users() {
        return users;
    }

    @Override
    public void close() {
        container.close();
    }
}
