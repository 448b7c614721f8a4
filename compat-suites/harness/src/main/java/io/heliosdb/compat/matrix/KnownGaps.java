package io.heliosdb.compat.matrix;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.heliosdb.compat.LabException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The cases that are known to fail: {@code known-gaps.yaml}, and a file beside each recipe of a driver's own suite,
 * {@code upstream/<recipe>.gaps.yaml}. What most entries of a file share can stand once at its top.
 *
 * @param gaps the gaps, in the order of the files
 */
public record KnownGaps(List<KnownGap> gaps) {

    /** The name of the list in the folder of the matrix. */
    public static final String FILE = "known-gaps.yaml";

    /** The folder with the lists of drivers' own suites, and how their names end. */
    private static final String UPSTREAM = "upstream";

    private static final String UPSTREAM_LIST = ".gaps.yaml";

    /** No gap is known. */
    public static final KnownGaps NONE = new KnownGaps(List.of());

    public KnownGaps {
        gaps = List.copyOf(gaps);
    }

    /**
     * Reads the lists in {@code directory}; no file means no gaps.
     *
     * @throws LabException where a file cannot be read or an entry is not in order
     */
    public static KnownGaps read(Path directory) {
        List<KnownGap> gaps = new ArrayList<>();
        for (Path path : lists(directory)) {
            gaps.addAll(readList(path));
        }
        return new KnownGaps(gaps);
    }

    private static List<Path> lists(Path directory) {
        List<Path> lists = new ArrayList<>();
        if (Files.exists(directory.resolve(FILE))) {
            lists.add(directory.resolve(FILE));
        }
        Path upstream = directory.resolve(UPSTREAM);
        if (Files.isDirectory(upstream)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(upstream, "*" + UPSTREAM_LIST)) {
                List<Path> sorted = new ArrayList<>();
                found.forEach(sorted::add);
                Collections.sort(sorted);
                lists.addAll(sorted);
            } catch (IOException | DirectoryIteratorException e) {
                throw new LabException("cannot read " + upstream + ": " + e.getMessage(), e);
            }
        }
        return lists;
    }

    private static List<KnownGap> readList(Path path) {
        GapFile file = Yaml.read(path, GapFile.class);
        List<KnownGap> gaps = new ArrayList<>();
        for (GapEntry entry : file.entries()) {
            try {
                gaps.add(entry.gap(file));
            } catch (LabException e) {
                throw new LabException(path + ": gap for " + entry.cases + ": " + e.getMessage(), e);
            }
        }
        return gaps;
    }

    /** The first gap that is about the case {@code id} of {@code cell}. */
    public Optional<KnownGap> about(Cell cell, String id) {
        return gaps.stream().filter(gap -> gap.isAbout(cell, id)).findFirst();
    }

    /** The gaps of {@code cell} that none of the cases in {@code ids} has. */
    public List<KnownGap> unused(Cell cell, Collection<String> ids) {
        return gaps.stream()
                .filter(gap -> gap.isIn(cell) && ids.stream().noneMatch(gap.cases()))
                .toList();
    }

    /** These gaps by the files that they belong in, relative to the folder of {@code matrix}; always with {@link #FILE}. */
    public Map<String, KnownGaps> byFile(Matrix matrix) {
        Map<String, List<KnownGap>> files = new TreeMap<>();
        files.put(FILE, new ArrayList<>());
        for (KnownGap gap : gaps) {
            String file = gap.lanes().stream().allMatch(Lane::isUpstream)
                    ? matrix.cells().stream()
                            .filter(cell -> cell.driver().equals(gap.driver()))
                            .flatMap(cell -> cell.upstream().stream())
                            .findFirst()
                            .map(suite -> listOf(suite.recipe()))
                            .orElse(FILE)
                    : FILE;
            files.computeIfAbsent(file, name -> new ArrayList<>()).add(gap);
        }
        Map<String, KnownGaps> lists = new TreeMap<>();
        files.forEach((file, list) -> lists.put(file, new KnownGaps(list)));
        return lists;
    }

    private static String listOf(Path recipe) {
        return UPSTREAM + "/" + recipe.getFileName().toString().replaceFirst("\\.py$", "") + UPSTREAM_LIST;
    }

    /** The list as YAML, as {@link #read} takes it. */
    public String yaml() {
        return Yaml.write(
                new GapFile(null, null, gaps.stream().map(GapEntry::of).toList()));
    }

    /** A list, with what its entries have unless they say otherwise. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GapFile(String driver, List<Lane> lanes, List<GapEntry> gaps) {

        private List<GapEntry> entries() {
            return Objects.requireNonNullElse(gaps, List.of());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record GapEntry(
            String driver,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> versions,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Lane> lanes,
            @JsonProperty("case") String cases,
            String message,
            String reason,
            boolean genuine,
            boolean flaky,
            String expires) {

        KnownGap gap(GapFile file) {
            return new KnownGap(
                    required(driver == null ? file.driver : driver, "driver"),
                    Objects.requireNonNullElse(versions, List.of()),
                    Objects.requireNonNullElse(lanes, Objects.requireNonNullElse(file.lanes, List.of(Lane.LIVE))),
                    CasePattern.whole(required(cases, "case")),
                    messagePattern(),
                    required(reason, "reason"),
                    genuine,
                    flaky,
                    expiryDate());
        }

        static GapEntry of(KnownGap gap) {
            return new GapEntry(
                    gap.driver(),
                    gap.versions(),
                    gap.lanes().equals(List.of(Lane.LIVE)) ? List.of() : gap.lanes(),
                    gap.cases().toString(),
                    gap.message().pattern(),
                    gap.reason(),
                    gap.genuine(),
                    gap.flaky(),
                    gap.expires().map(LocalDate::toString).orElse(null));
        }

        private static String required(String value, String key) {
            if (value == null || value.isBlank()) {
                throw new LabException(key + " is missing");
            }
            return value;
        }

        private Pattern messagePattern() {
            Pattern pattern;
            try {
                pattern = Pattern.compile(required(message, "message"), Pattern.DOTALL);
            } catch (PatternSyntaxException e) {
                throw new LabException("message is no regular expression: " + e.getDescription(), e);
            }
            if (pattern.matcher("").find()) {
                throw new LabException("message '" + message + "' matches everything, which would hide a crash");
            }
            return pattern;
        }

        private Optional<LocalDate> expiryDate() {
            try {
                return Optional.ofNullable(expires).map(LocalDate::parse);
            } catch (DateTimeException e) {
                throw new LabException("expires '" + expires + "' is no date (expected: YYYY-MM-DD)", e);
            }
        }
    }
}
