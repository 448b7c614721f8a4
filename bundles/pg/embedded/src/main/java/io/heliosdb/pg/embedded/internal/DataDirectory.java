package io.heliosdb.pg.embedded.internal;

import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The database cluster in a home. */
final class DataDirectory {

    private static final String VERSION_FILE = "PG_VERSION";
    private static final Pattern VERSION = Pattern.compile("[0-9.]{1,10}");
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(5);

    private DataDirectory() {}

    /**
     * Initialises the cluster unless it is there already. It gets its name when {@code initdb} is through and has written
     * everything to the disk, so an interrupted one is done again.
     *
     * @throws EmbeddedPostgresException there is something else in its place, it belongs to another major version, or
     *     {@code initdb} failed
     */
    static void initialise(
            EngineHome home, Binaries binaries, EngineAccount account, String superuser, Consumer<String> progress)
            throws IOException, InterruptedException {
        Path data = home.data();
        if (Files.isDirectory(data) && !isEmpty(data)) {
            verify(data);
            account.adopt(data);
            return;
        }
        progress.accept("initialising the database cluster in " + data);
        Path fresh = home.newDataDirectory();
        try {
            EngineAccount initdbAccount = account.forInitdb();
            FileAccess.set(fresh, FileAccess.PRIVATE_DIRECTORY);
            initdbAccount.own(fresh);
            Subprocess.Result result = Subprocess.run(
                    initdbAccount.command(ParentWatch.around(initdb(binaries, fresh, superuser))),
                    binaries.directory(),
                    INITDB_LIMIT);
            if (!result.succeeded()) {
                throw new EmbeddedPostgresException("initdb failed in " + home.engine() + ": " + result.reason());
            }
            account.own(fresh);
            FileAccess.force(fresh);
            Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
            FileAccess.force(home.engine());
        } finally {
            FileAccess.deleteRecursively(fresh);
        }
    }

    /** The built-in provider sorts and folds alike on every system, which locales of the C library do not. */
    private static List<String> initdb(Binaries binaries, Path data, String superuser) {
        return List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + data,
                "--username=" + superuser,
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--text-search-config=english",
                "--data-checksums",
                "--auth=reject",
                "--no-instructions");
    }

    private static void verify(Path data) throws IOException {
        Path versionFile = data.resolve(VERSION_FILE);
        if (!Files.exists(versionFile)) {
            throw new EmbeddedPostgresException(
                    data + " is not a PostgreSQL data directory; move it away, or choose another home");
        }
        String found = Files.readString(versionFile).strip();
        if (!VERSION.matcher(found).matches()) {
            throw new EmbeddedPostgresException(versionFile + " does not hold a version; restore it from a backup");
        }
        String expected = Binaries.majorVersion();
        if (!found.equals(expected)) {
            throw new EmbeddedPostgresException(data + " was made by PostgreSQL " + found + " and this build carries "
                    + expected + "; dump it with the build that made it and restore it into another home");
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }
}
