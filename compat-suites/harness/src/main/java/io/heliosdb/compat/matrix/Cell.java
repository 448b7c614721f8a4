package io.heliosdb.compat.matrix;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One cell of the matrix: one version of one driver in one lane.
 *
 * @param tier the driver's tier
 * @param protocol the wire protocol it speaks
 * @param driver the driver's id, which never changes, because history hangs on it
 * @param title the driver's name for readers
 * @param distribution its name on the package index
 * @param version its version, which is the version of that distribution
 * @param requirements the lock file of its environment
 * @param suites the folders with its cases, relative to the matrix
 * @param lane where the cases run
 * @param needs what must be there for the cell to run
 * @param environment additional variables of the driver's process
 * @param upstream the driver's own suite; empty where the cases are ours
 */
public record Cell(
        Tier tier,
        Protocol protocol,
        String driver,
        String title,
        String distribution,
        String version,
        Path requirements,
        List<String> suites,
        Lane lane,
        List<Need> needs,
        Map<String, String> environment,
        Optional<UpstreamSuite> upstream) {

    /**
     * A group of drivers that a release promises the same for.
     *
     * @param id its name in the matrix and on the command line
     * @param title its name for readers
     */
    public record Tier(String id, String title) {}

    /**
     * A wire protocol.
     *
     * @param id its name in the matrix
     * @param title its name for readers
     * @param port the name of its port in the server's ready file
     * @param reference the genuine server that judges its cases; empty where none can be had
     * @param bundle the folder with the Maven project of the bundle that speaks it, where it does not come with the server
     */
    public record Protocol(String id, String title, String port, String reference, Optional<Path> bundle) {

        /** A protocol that comes with the server. */
        public Protocol(String id, String title, String port, String reference) {
            this(id, title, port, reference, Optional.empty());
        }
    }

    public Cell {
        suites = List.copyOf(suites);
        needs = List.copyOf(needs);
        environment = Map.copyOf(environment);
    }

    /** A cell with cases of our own. */
    public Cell(
            Tier tier,
            Protocol protocol,
            String driver,
            String title,
            String distribution,
            String version,
            Path requirements,
            List<String> suites,
            Lane lane,
            List<Need> needs,
            Map<String, String> environment) {
        this(
                tier,
                protocol,
                driver,
                title,
                distribution,
                version,
                requirements,
                suites,
                lane,
                needs,
                environment,
                Optional.empty());
    }

    /** {@code driver@version}, as {@code --driver} takes it. */
    public String driverAtVersion() {
        return driver + "@" + version;
    }

    @Override
    public String toString() {
        return driverAtVersion() + " " + lane.id();
    }
}
