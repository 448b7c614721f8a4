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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles of a home in a container of their own, without the engine and without ports, for a command that needs one of
 * their services while a server runs there or does not.
 */
final class OfflineContainer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OfflineContainer.class);
    /** Takes a second or two, but for a machine that is busy with other things. */
    private static final Duration START = Duration.ofMinutes(2);

    private static final Duration STOP = Duration.ofSeconds(5);
    /** The level of FileInstall, which is left out: the server's own deploy folder is the server's. */
    private static final int DEPLOY_FOLDER_LEVEL = 4;

    private final Path cache;
    private final Container container;

    private OfflineContainer(Path cache, Container container) {
        this.cache = cache;
        this.container = container;
    }

    /** @param more bundles beside those that came with the program */
    static OfflineContainer open(Home home, List<Path> more) throws LaunchException {
        home.create();
        List<BundleFile> bundles = new ArrayList<>(Packaged.here().bundles(home.cache()));
        bundles.removeIf(bundle -> bundle.startLevel() == DEPLOY_FOLDER_LEVEL);
        more.forEach(jar -> bundles.add(new BundleFile(Container.DEPLOYED_LEVEL, jar)));
        Path cache = temporaryFolder();
        Map<String, String> properties =
                Map.of(ServerProperties.HOME, home.root().toString());
        try {
            Container container = Container.install(new ContainerConfiguration(bundles, cache, properties));
            OfflineContainer opened = new OfflineContainer(cache, container);
            try {
                container.startTo(Container.DEPLOYED_LEVEL, START);
            } catch (LaunchException | RuntimeException e) {
                opened.close();
                throw e;
            }
            return opened;
        } catch (LaunchException | RuntimeException e) {
            delete(cache);
            throw e;
        }
    }

    private static Path temporaryFolder() throws LaunchException {
        try {
            return Files.createTempDirectory("heliosdb-offline");
        } catch (IOException e) {
            throw new LaunchException("No temporary folder can be made: " + e.getMessage(), e);
        }
    }

    /** As {@link Container#awaitService}. */
    <T> T service(String className, Class<T> view) throws LaunchException {
        return container.awaitService(className, view, START);
    }

    @Override
    public void close() {
        container.stop(STOP);
        delete(cache);
    }

    private static void delete(Path folder) {
        try {
            Trees.delete(folder);
        } catch (IOException e) {
            LOG.debug("{} cannot be removed", folder, e);
        }
    }
}
