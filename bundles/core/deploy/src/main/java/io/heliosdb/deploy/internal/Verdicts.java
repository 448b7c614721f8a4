package io.heliosdb.deploy.internal;

import io.heliosdb.files.AtomicFile;
import io.heliosdb.files.FileMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The jars whose probes were green here, by their digests, so that a restart does not ask them again. A new version of the
 * platform does.
 */
final class Verdicts {

    private final Path file;
    private final String platform;
    private final Properties green = new Properties();

    /** @param platform the version of what they were probed on */
    Verdicts(Path file, String platform) {
        this.file = file;
        this.platform = platform;
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                green.load(in);
            } catch (IOException | IllegalArgumentException e) {
                DeployLog.LOG.warn("{} cannot be read: probes run again", file, e);
            }
        }
    }

    synchronized boolean isGreen(String digest) {
        return platform.equals(green.getProperty(digest));
    }

    synchronized void green(String digest) {
        green.setProperty(digest, platform);
        write();
    }

    synchronized void notGreen(String digest) {
        if (green.remove(digest) != null) {
            write();
        }
    }

    private void write() {
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            green.store(content, "Jars whose probes were green, by SHA-256: the version of the platform");
            AtomicFile.write(file, content.toByteArray(), FileMode.PUBLIC_FILE);
        } catch (IOException e) {
            DeployLog.LOG.warn("{} cannot be written: probes will run again at the next start", file, e);
        }
    }
}
