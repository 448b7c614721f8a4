package io.heliosdb.compat.engine;

import io.heliosdb.compat.ConformanceOptions;
import io.heliosdb.compat.LabFactory;
import io.heliosdb.compat.Progress;
import io.heliosdb.compat.allure.AllureResults;
import io.heliosdb.compat.matrix.CasePattern;
import io.heliosdb.compat.matrix.Lane;
import io.heliosdb.compat.matrix.Matrix;
import io.heliosdb.compat.matrix.Selection;
import io.heliosdb.compat.run.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.discovery.DirectorySelector;

/**
 * A lab from what a JUnit Platform request says: the selected directory, or {@value #SUITES} where there is none, and
 * these configuration parameters, which mean what the options of {@code heliosdb conform} mean. Lists are separated by
 * commas.
 */
public final class LabParameters {

    /** The folder with {@code matrix.yaml}. */
    public static final String SUITES = "compat.suites";

    /** Tiers; all when absent. */
    public static final String TIERS = "compat.tiers";

    /** Drivers, each with or without {@code @version}; all when absent. */
    public static final String DRIVERS = "compat.drivers";

    /** Lanes; all when absent. */
    public static final String LANES = "compat.lanes";

    /** Whether only the newest version of each driver; all versions when absent. */
    public static final String NEWEST = "compat.newest";

    /** A pattern for case ids; all when absent. */
    public static final String CASES = "compat.cases";

    /** The command line that starts HeliosDB, separated by blanks. */
    public static final String SERVER = "compat.server";

    /** The executable jar of HeliosDB, which is started with a demo user; takes the place of {@link #SERVER}. */
    public static final String PROGRAM = "compat.program";

    /** The description of a running server. */
    public static final String TARGET = "compat.target";

    /** The folder for logs and Allure results. */
    public static final String OUT = "compat.out";

    /** The folder for environments. */
    public static final String CACHE = "compat.cache";

    /** The Python interpreter. */
    public static final String PYTHON = "compat.python";

    /** How many cells run side by side; the default of the command line when absent. */
    public static final String JOBS = "compat.jobs";

    /** Build tools discover more than once; environments are looked at and cases collected only the first time. */
    private static final Map<ConformanceOptions, Lab> LABS = new ConcurrentHashMap<>();

    private LabParameters() {}

    /** The lab that {@code request} asks for; empty where it does not ask for one. */
    static Optional<Lab> lab(EngineDiscoveryRequest request) {
        ConfigurationParameters parameters = request.getConfigurationParameters();
        return suites(request, parameters)
                .map(suites -> options(suites, parameters))
                .map(options -> LABS.computeIfAbsent(options, LabParameters::create));
    }

    private static Optional<Path> suites(EngineDiscoveryRequest request, ConfigurationParameters parameters) {
        return request.getSelectorsByType(DirectorySelector.class).stream()
                .map(DirectorySelector::getPath)
                .filter(directory -> Files.exists(directory.resolve(Matrix.FILE)))
                .findFirst()
                .or(() -> parameters.get(SUITES, Path::of));
    }

    private static ConformanceOptions options(Path suites, ConfigurationParameters parameters) {
        ConformanceOptions.Builder builder = ConformanceOptions.builder(suites)
                .selection(new Selection(
                        list(parameters, TIERS, ","),
                        list(parameters, DRIVERS, ","),
                        list(parameters, LANES, ",").stream().map(Lane::of).toList(),
                        parameters.getBoolean(NEWEST).orElse(false)))
                .cases(parameters
                        .get(CASES)
                        .filter(pattern -> !pattern.isBlank())
                        .map(CasePattern::part))
                .server(server(parameters))
                .target(parameters.get(TARGET, Path::of))
                .python(parameters.get(PYTHON));
        parameters.get(JOBS, Integer::valueOf).ifPresent(builder::jobs);
        parameters.get(OUT, Path::of).ifPresent(builder::out);
        parameters.get(CACHE, Path::of).ifPresent(builder::cache);
        return builder.build();
    }

    private static List<String> server(ConfigurationParameters parameters) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return parameters
                .get(PROGRAM)
                .map(program -> List.of(java, "-jar", program, "serve", "--demo", "--ephemeral"))
                .orElseGet(() -> list(parameters, SERVER, " "));
    }

    private static List<String> list(ConfigurationParameters parameters, String key, String separator) {
        return parameters.get(key).stream()
                .flatMap(value -> Arrays.stream(value.split(separator, -1)))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static Lab create(ConformanceOptions options) {
        try {
            return LabFactory.create(
                    options,
                    Progress.SILENT,
                    List.of(new AllureResults(options.out().resolve("allure-results"))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JUnitException("interrupted while the lab was put together", e);
        }
    }
}
