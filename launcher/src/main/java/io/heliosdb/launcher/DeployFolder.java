package io.heliosdb.launcher;

import io.heliosdb.launcher.container.Container;
import io.heliosdb.launcher.home.Home;
import java.util.Map;

/** How FileInstall watches {@code deploy}. */
final class DeployFolder {
    private DeployFolder() {}

    static Map<String, String> properties(Home home) {
        return Map.of(
                // Not before everything runs that a jar could need, and the deployer that takes it.
                "felix.fileinstall.active.level", String.valueOf(Container.DEPLOYED_LEVEL),
                "felix.fileinstall.dir", home.deploy().toString(),
                "felix.fileinstall.tmpdir", home.cache().resolve("fileinstall").toString(),
                "felix.fileinstall.filter", ".*\\.jar",
                "felix.fileinstall.poll", "200",
                "felix.fileinstall.noInitialDelay", "true",
                // With the default, all, a new version of a library would restart every bundle that might use it.
                "felix.fileinstall.optionalImportRefreshScope", "none",
                "felix.fileinstall.fragmentRefreshScope", "none");
    }
}
