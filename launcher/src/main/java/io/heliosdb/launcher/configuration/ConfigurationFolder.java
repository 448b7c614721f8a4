package io.heliosdb.launcher.configuration;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands {@code etc/<pid>.cfg} to ConfigAdmin as the configuration of that PID, and {@code etc/log.cfg} to the log; again
 * when a file changes or goes. Values are handed on as they are written: the component knows its keys, refuses by name what
 * it cannot take, and keeps the value that it had.
 */
public final class ConfigurationFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationFolder.class);
    private static final String SUFFIX = ".cfg";
    private static final String LOG_LEVELS = "log" + SUFFIX;
    private static final String ANY_LOCATION = "?";
    private static final long POLL_MILLIS = 1000;

    private final Path directory;
    private final BundleContext context;
    private final Thread watcher = new Thread(this::watch, "heliosdb-etc");
    private Map<Path, Stamp> applied = Map.of();
    private final Set<String> configured = new HashSet<>();
    private volatile boolean closed;

    private record Stamp(FileTime modified, long size) {}

    /** @param context where the services of ConfigAdmin and Metatype are */
    public ConfigurationFolder(Path directory, BundleContext context) {
        this.directory = directory;
        this.context = context;
        watcher.setDaemon(true);
    }

    /** Looks for changes from now on, once a second. */
    public void startWatching() {
        watcher.start();
    }

    @Override
    public void close() {
        closed = true;
        watcher.interrupt();
    }

    private void watch() {
        while (!closed) {
            try {
                Thread.sleep(POLL_MILLIS);
                apply();
            } catch (InterruptedException e) {
                return;
            } catch (IllegalStateException e) {
                // The framework is stopping: its services are gone.
                LOG.debug("No configuration service", e);
            }
        }
    }

    /** Applies every file that is new, changed or gone since the last time. */
    public synchronized void apply() {
        Map<Path, Stamp> present = stamps();
        Set<Path> touched = new TreeSet<>(applied.keySet());
        touched.addAll(present.keySet());
        touched.removeIf(file -> present.containsKey(file) && present.get(file).equals(applied.get(file)));
        for (Path file : touched) {
            try {
                apply(file, present.containsKey(file) ? read(file) : Map.of());
            } catch (IOException e) {
                LOG.warn("{}: not applied: {}", file, e.getMessage());
            }
        }
        applied = present;
    }

    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                stamps.put(file, new Stamp(Files.getLastModifiedTime(file), Files.size(file)));
            }
        } catch (IOException | DirectoryIteratorException e) {
            // A file that went away between two calls is looked at again next time.
            LOG.debug("{} cannot be listed", directory, e);
        }
        return stamps;
    }

    private void apply(Path file, Map<String, String> lines) throws IOException {
        String name = file.getFileName().toString();
        if (name.equals(LOG_LEVELS)) {
            Logging.setLevels(lines).forEach(refused -> LOG.warn("{}: refused: {}", file, refused));
            return;
        }
        String pid = name.substring(0, name.length() - SUFFIX.length());
        if (lines.isEmpty() && !configured.contains(pid)) {
            return;
        }
        Set<String> known = pids();
        if (!known.contains(pid)) {
            LOG.warn("{}: no bundle takes a configuration of this name (known: {})", file, String.join(", ", known));
        }
        Configuration configuration = service(ConfigurationAdmin.class).getConfiguration(pid, ANY_LOCATION);
        if (lines.isEmpty()) {
            configuration.delete();
            configured.remove(pid);
        } else {
            configuration.updateIfDifferent(FrameworkUtil.asDictionary(Map.<String, Object>copyOf(lines)));
            configured.add(pid);
        }
        LOG.info("{}: read", file);
    }

    /** The configurations that the installed bundles describe. */
    private Set<String> pids() {
        Set<String> pids = new TreeSet<>();
        MetaTypeService metatypes = service(MetaTypeService.class);
        for (Bundle bundle : context.getBundles()) {
            MetaTypeInformation information = metatypes.getMetaTypeInformation(bundle);
            if (information != null) {
                pids.addAll(Set.of(information.getPids()));
            }
        }
        return pids;
    }

    private <T> T service(Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        if (reference == null) {
            throw new IllegalStateException("no " + type.getSimpleName());
        }
        return context.getService(reference);
    }

    private static Map<String, String> read(Path file) throws IOException {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            lines.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        Map<String, String> trimmed = new TreeMap<>();
        lines.stringPropertyNames()
                .forEach(key -> trimmed.put(key, lines.getProperty(key).strip()));
        return trimmed;
    }
}
