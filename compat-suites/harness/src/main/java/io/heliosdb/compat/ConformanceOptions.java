package io.heliosdb.compat;

import io.heliosdb.compat.matrix.CasePattern;
import io.heliosdb.compat.matrix.Selection;
import io.heliosdb.compat.run.Lab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a conformance run is to do.
 *
 * @param suites the folder with {@code matrix.yaml}, the pytest plugin and the cases
 * @param selection the part of the matrix
 * @param cases which cases; all when empty
 * @param server the command line that starts HeliosDB for the live lane, to which {@code --home} and
 *     {@code --ready-file} are added; empty where {@code target} names a running one or the live lane does not run
 * @param product what the report calls that server, with its version
 * @param target the description of a running server that takes the place of {@code server}
 * @param out the folder for results and reports; what other runs left there becomes the report's history
 * @param cache the folder for environments and tools, shared by all runs
 * @param python the interpreter to use; looked for on the PATH when empty
 * @param silence how long a case may report nothing before it is taken to hang
 * @param jobs how many cells run side by side
 * @param printGaps whether to write the list of known gaps as it would have to be after this run
 * @param published the folder with the published report that the overview compares with; nothing is compared when empty
 */
public record ConformanceOptions(
        Path suites,
        Selection selection,
        Optional<CasePattern> cases,
        List<String> server,
        String product,
        Optional<Path> target,
        Path out,
        Path cache,
        Optional<String> python,
        Duration silence,
        int jobs,
        boolean printGaps,
        Optional<Path> published) {

    public ConformanceOptions {
        Objects.requireNonNull(suites, "suites");
        Objects.requireNonNull(selection, "selection");
        server = List.copyOf(server);
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(silence, "silence");
        if (jobs < 1) {
            throw new LabException("jobs " + jobs + " (expected: 1 or more)");
        }
    }

    /** Where results go unless something else is said. */
    public static final Path DEFAULT_OUT = Path.of("target", "conformance");

    /** Where environments are kept unless something else is said. */
    public static Path defaultCache() {
        return Path.of(System.getProperty("user.home"), ".cache", "heliosdb", "lab");
    }

    /** A cell may open 60 connections, and a server with its defaults has less than 200. */
    private static final int MOST_JOBS_BY_DEFAULT = 3;

    /** One cell more than there are cores, because a driver waits while its server works, within what a server takes. */
    public static int defaultJobs() {
        return Math.min(Runtime.getRuntime().availableProcessors() + 1, MOST_JOBS_BY_DEFAULT);
    }

    /** The whole matrix of {@code suites}, with the defaults for all else. */
    public static Builder builder(Path suites) {
        return new Builder(suites);
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {

        private final Path suites;
        private Selection selection = Selection.ALL;
        private Optional<CasePattern> cases = Optional.empty();
        private List<String> server = List.of();
        private String product = "HeliosDB";
        private Optional<Path> target = Optional.empty();
        private Path out = DEFAULT_OUT;
        private Path cache = defaultCache();
        private Optional<String> python = Optional.empty();
        private Duration silence = Lab.Settings.SILENCE;
        private int jobs = defaultJobs();
        private boolean printGaps;
        private Optional<Path> published = Optional.empty();

        private Builder(Path suites) {
            this.suites = suites;
        }

        public Builder selection(Selection value) {
            selection = value;
            return this;
        }

        public Builder cases(Optional<CasePattern> value) {
            cases = value;
            return this;
        }

        public Builder server(List<String> value) {
            server = value;
            return this;
        }

        public Builder product(String value) {
            product = value;
            return this;
        }

        public Builder target(Optional<Path> value) {
            target = value;
            return this;
        }

        public Builder out(Path value) {
            out = value;
            return this;
        }

        public Builder cache(Path value) {
            cache = value;
            return this;
        }

        public Builder python(Optional<String> value) {
            python = value;
            return this;
        }

        public Builder silence(Duration value) {
            silence = value;
            return this;
        }

        public Builder jobs(int value) {
            jobs = value;
            return this;
        }

        public Builder printGaps(boolean value) {
            printGaps = value;
            return this;
        }

        public Builder published(Optional<Path> value) {
            published = value;
            return this;
        }

        public ConformanceOptions build() {
            return new ConformanceOptions(
                    suites, selection, cases, server, product, target, out, cache, python, silence, jobs, printGaps,
                    published);
        }
    }
}
