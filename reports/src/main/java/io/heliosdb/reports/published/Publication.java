package io.heliosdb.reports.published;

import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the published conformance lies.
 *
 * @param folder the folder with the baseline and the badges
 */
public record Publication(Path folder) {

    /** The name of the baseline in its folder. */
    public static final String BASELINE = "baseline.json";

    private static final String BADGES = "badges";

    /**
     * What was published last; empty where nothing was yet.
     *
     * @throws IOException where it cannot be read or is none
     */
    public Optional<Baseline> baseline() throws IOException {
        Path file = folder.resolve(BASELINE);
        return Files.exists(file) ? Optional.of(Baseline.read(file)) : Optional.empty();
    }

    /**
     * Publishes {@code report} in place of what was published last.
     *
     * @param page the page for users that is made of it
     * @return the files that hold it now, the badges as their folder
     * @throws IOException where they cannot be written
     */
    public List<Path> publish(ConformanceReport report, Path page) throws IOException {
        Baseline baseline = new BaselineWriter(report).baseline();
        baseline.write(folder.resolve(BASELINE));
        JsonFile.replace(page, Compatibility.page(baseline));
        badges(baseline);
        return List.of(folder.resolve(BASELINE), folder.resolve(BADGES), page);
    }

    private void badges(Baseline baseline) throws IOException {
        Path badges = Files.createDirectories(folder.resolve(BADGES));
        Set<Path> current = new HashSet<>();
        for (Baseline.Driver driver : baseline.usersDrivers()) {
            Path file = badges.resolve(driver.id() + ".svg");
            JsonFile.replace(file, Badge.of(driver, baseline.tierTitle(driver)).svg());
            current.add(file);
        }
        List<Path> former = new ArrayList<>();
        try (Stream<Path> files = Files.list(badges)) {
            files.filter(file -> file.toString().endsWith(".svg") && !current.contains(file))
                    .forEach(former::add);
        }
        for (Path file : former) {
            Files.delete(file);
        }
    }
}
