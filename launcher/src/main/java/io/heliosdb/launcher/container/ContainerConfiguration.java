package io.heliosdb.launcher.container;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a container is started with.
 *
 * @param bundles what to install, each at its start level
 * @param cache where the framework keeps its copies; emptied at every start
 * @param properties framework properties, seen by every bundle through its bundle context
 */
public record ContainerConfiguration(List<BundleFile> bundles, Path cache, Map<String, String> properties) {

    public ContainerConfiguration {
        bundles = List.copyOf(bundles);
        properties = Map.copyOf(properties);
    }
}
