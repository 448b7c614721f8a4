package io.heliosdb.gateway;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A container in which this module is a bundle, with Declarative Services and Configuration Admin. Everything that those
 * import comes from the class path, so that the test and the bundle share it.
 */
final class TestContainer implements AutoCloseable {
    private static final Path THIS_MODULE = Path.of("target", "classes").toAbsolutePath();
    private static final Pattern CLAUSE = Pattern.compile("([\\w.]+)((?:;[\\w:]+=(?:\"[^\"]*\"|[^,;]*))*)(?:,|$)");
    private static final Pattern LOWEST_VERSION = Pattern.compile("version=\"?\\[?([\\d.]+)");

    private final Framework framework;

    TestContainer(Path cache, Map<String, String> properties) throws BundleException, IOException {
        List<Path> bundles =
                List.of(onClassPath("org.apache.felix.configadmin"), onClassPath("org.apache.felix.scr"), THIS_MODULE);
        Set<String> imports = new TreeSet<>();
        for (Path bundle : bundles) {
            imports.addAll(mandatoryImports(bundle));
        }
        Map<String, String> configuration = new HashMap<>(properties);
        configuration.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, String.join(",", imports));
        framework = new FrameworkFactory().newFramework(configuration);
        framework.start();
        List<Bundle> installed = new ArrayList<>();
        for (Path bundle : bundles) {
            installed.add(framework.getBundleContext().installBundle("reference:" + bundle.toUri()));
        }
        for (Bundle bundle : installed) {
            bundle.start();
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** The service, when it is there. */
    <T> T service(Class<T> contract) {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context(), contract, null);
        tracker.open();
        try {
            T service = tracker.waitForService(30_000);
            if (service == null) {
                throw new AssertionError("no " + contract.getName());
            }
            return service;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Bundle gatewayBundle() {
        for (Bundle bundle : context().getBundles()) {
            if (bundle.getSymbolicName().equals("io.heliosdb.core.gateway")) {
                return bundle;
            }
        }
        throw new AssertionError("not installed");
    }

    @Override
    public void close() {
        try {
            framework.stop();
            FrameworkEvent stopped = framework.waitForStop(30_000);
            if (stopped.getType() != FrameworkEvent.STOPPED) {
                throw new AssertionError("the container did not stop");
            }
        } catch (BundleException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Path onClassPath(String artifact) {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (path.getFileName().toString().startsWith(artifact + "-")) {
                return path;
            }
        }
        throw new AssertionError(artifact + " is not on the class path");
    }

    /** As export clauses, each with the lowest version that will do. */
    private static Set<String> mandatoryImports(Path bundle) throws IOException {
        String header = manifest(bundle).getMainAttributes().getValue(new Attributes.Name(Constants.IMPORT_PACKAGE));
        Set<String> exports = new TreeSet<>();
        Matcher clause = CLAUSE.matcher(header);
        while (clause.find()) {
            String name = clause.group(1);
            if (clause.group(2).contains("optional")
                    || name.startsWith("java")
                    || name.startsWith("org.osgi.framework")) {
                continue;
            }
            Matcher version = LOWEST_VERSION.matcher(clause.group(2));
            exports.add(version.find() ? name + ";version=" + version.group(1) : name);
        }
        return exports;
    }

    private static Manifest manifest(Path bundle) throws IOException {
        if (Files.isDirectory(bundle)) {
            try (InputStream in = Files.newInputStream(bundle.resolve(JarFile.MANIFEST_NAME))) {
                return new Manifest(in);
            }
        }
        try (JarFile jar = new JarFile(bundle.toFile())) {
            return jar.getManifest();
        }
    }
}
