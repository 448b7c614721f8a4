package io.heliosdb.launcher;

import io.heliosdb.launcher.container.BundleFile;
import io.heliosdb.launcher.container.Container;
import io.heliosdb.launcher.container.ContainerConfiguration;
import io.heliosdb.launcher.container.Trees;
import io.heliosdb.launcher.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of a home, edited while its server runs or does not run. The user store and the authentication mechanisms are
 * bundles, so that they run in a container here too, one of their own without the engine and without ports.
 */
public final class UserDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UserDirectory.class);
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(5);
    /** The level of FileInstall, which is left out: the server's own deploy folder is the server's. */
    private static final int DEPLOY_FOLDER_LEVEL = 4;

    private final Path cache;
    private final Container container;
    private final Users users;

    /** The user store's service, as far as it is called from here. Its errors are one line each. */
    public interface Users {
        void add(String name, char[] password, Map<String, String> settings);

        void setPassword(String name, char[] password);

        void drop(String name);

        List<Map<String, String>> list();
    }

    private UserDirectory(Path cache, Container container, Users users) {
        this.cache = cache;
        this.container = container;
        this.users = users;
    }

    public static UserDirectory open(Home home) throws LaunchException {
        home.create();
        List<BundleFile> bundles = Packaged.here().bundles(home.cache()).stream()
                .filter(bundle -> bundle.startLevel() != DEPLOY_FOLDER_LEVEL)
                .toList();
        try {
            Path cache = Files.createTempDirectory("heliosdb-user");
            Map<String, String> properties =
                    Map.of(ServerProperties.HOME, home.root().toString());
            Container container = Container.install(new ContainerConfiguration(bundles, cache, properties));
            container.startTo(Container.DEPLOYED_LEVEL, START);
            Users users = container.awaitService("io.heliosdb.identity.UserAdministration", Users.class, START);
            return new UserDirectory(cache, container, users);
        } catch (IOException e) {
            throw new LaunchException("No temporary folder can be made: " + e.getMessage(), e);
        }
    }

    public Users users() {
        return users;
    }

    @Override
    public void close() {
        container.stop(STOP);
        try {
            Trees.delete(cache);
        } catch (IOException e) {
            LOG.debug("{} cannot be removed", cache, e);
        }
    }
}
