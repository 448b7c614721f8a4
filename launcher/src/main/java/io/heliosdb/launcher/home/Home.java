package io.heliosdb.launcher.home;

import io.heliosdb.launcher.LaunchException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A server's home.
 *
 * @param root absolute path
 */
public record Home(Path root) {
    private static final List<String> EXPLAINED = List.of(
            "io.heliosdb.console.cfg",
            "io.heliosdb.deploy.cfg",
            "io.heliosdb.engine.cfg",
            "io.heliosdb.gateway.cfg",
            "io.heliosdb.mysql.cfg",
            "log.cfg");

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /** {@code ~/.heliosdb}; for root {@code /var/lib/heliosdb}, because root's own home is closed to the engine's user. */
    public static Home ofCurrentUser() {
        return new Home(
                runsAsRoot() ? Path.of("/var/lib/heliosdb") : Path.of(System.getProperty("user.home"), ".heliosdb"));
    }

    public static boolean runsAsRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Configuration files. */
    public Path etc() {
        return root.resolve("etc");
    }

    /** The watched folder: a bundle that is put here is started. */
    public Path deploy() {
        return root.resolve("deploy");
    }

    /** What can be made again from the program: its bundles, unpacked, and the framework's files. */
    public Path cache() {
        return root.resolve("cache");
    }

    /** Says where the server that runs here listens; there is no such file while none runs. */
    public Path serverFile() {
        return root.resolve("run").resolve("server.json");
    }

    /** The secret that opens the admin port. */
    public Path adminToken() {
        return root.resolve("admin-token");
    }

    public Path logFile() {
        return root.resolve("log").resolve("heliosdb.log");
    }

    /**
     * Makes the folders that are missing, {@code etc} with files that explain every setting. Nobody else may read them; root's home can be passed through by the user under
     * whom the engine runs.
     */
    public void create() throws LaunchException {
        try {
            createDirectory(root, runsAsRoot() ? "rwx--x--x" : "rwx------");
            if (createDirectory(etc(), "rwx------")) {
                explainConfiguration();
            }
            createDirectory(deploy(), "rwx------");
            createDirectory(logFile().getParent(), "rwx------");
            createDirectory(serverFile().getParent(), "rwx------");
        } catch (FileAlreadyExistsException e) {
            throw new LaunchException("The home cannot be used: " + e.getFile() + " is not a directory", e);
        } catch (AccessDeniedException e) {
            throw new LaunchException(
                    "The home cannot be created: no permission for " + e.getFile() + "; choose another with --home", e);
        } catch (FileSystemException e) {
            throw new LaunchException(
                    "The home cannot be created: " + e.getFile() + ": " + e.getReason()
                            + "; choose another with --home",
                    e);
        } catch (IOException e) {
            throw new LaunchException("The home " + root + " cannot be created: " + e.getMessage(), e);
        }
        if (!Files.isWritable(root)) {
            throw new LaunchException(
                    "The home cannot be used: no permission to write to " + root + "; choose another with --home");
        }
    }

    /** Puts files there in which every key stands with its default, as a comment. */
    private void explainConfiguration() throws IOException {
        for (String name : EXPLAINED) {
            try (InputStream content = Home.class.getResourceAsStream("etc/" + name)) {
                Files.copy(content, etc().resolve(name));
            }
        }
    }

    /** @return whether it was missing */
    private static boolean createDirectory(Path directory, String permissions) throws IOException {
        if (Files.isDirectory(directory)) {
            return false;
        }
        Files.createDirectories(directory);
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
        }
        return true;
    }
}
