package io.heliosdb.compat.server;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.process.SearchPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The programs and scripts of MariaDB on this machine.
 *
 * @param server the server's program
 * @param scripts the folder with the SQL scripts that make the system tables
 */
record MariaDbInstallation(Path server, Path scripts) {

    private static final String PROGRAM = "mariadbd";

    /** The scripts that a data directory needs, in the order in which they run. They make no account. */
    static final List<String> SYSTEM_TABLES = List.of("mysql_system_tables.sql", "mysql_performance_tables.sql");

    /**
     * Finds MariaDB.
     *
     * @throws LabException where it is not installed; the message says how to install it
     */
    static MariaDbInstallation find() {
        return SearchPath.find(PROGRAM)
                .flatMap(MariaDbInstallation::of)
                .orElseThrow(() -> new LabException(
                        "not run: needs mariadb-server-core, install with: apt-get install mariadb-server-core"));
    }

    /** The installation that a program belongs to; empty where its scripts are not to be found. */
    static Optional<MariaDbInstallation> of(Path program) {
        Path prefix = program.toAbsolutePath().getParent().resolveSibling("share");
        return List.of("mysql", "mariadb").stream()
                .map(prefix::resolve)
                .filter(folder -> SYSTEM_TABLES.stream().map(folder::resolve).allMatch(Files::isReadable))
                .findFirst()
                .map(folder -> new MariaDbInstallation(program, folder));
    }
}
