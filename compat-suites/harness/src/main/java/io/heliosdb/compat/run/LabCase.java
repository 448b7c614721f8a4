package io.heliosdb.compat.run;

import io.heliosdb.compat.process.PytestEvent;
import io.heliosdb.reports.CaseOutcome;
import java.util.List;
import java.util.Optional;

/**
 * A case of a cell. Where the harness itself finds a fault, such as a file that cannot be imported, the fault is a case
 * of its own, so that it can be seen, counted and reported like any other.
 *
 * @param id the id, the same in every version and lane
 * @param file the file that it stands in, relative to the folder of the matrix; empty for a fault of a whole cell
 * @param line the line in the file, from 1; 0 where it is not known
 * @param name its name within the file
 * @param title what it shows, in words
 * @param description its whole documentation
 * @param capability the capability that it belongs to
 * @param mustPass whether a release needs it to pass
 * @param tags further tags
 * @param fault what is wrong, for a case that the harness made
 */
public record LabCase(
        String id,
        String file,
        int line,
        String name,
        String title,
        String description,
        String capability,
        boolean mustPass,
        List<String> tags,
        Optional<String> fault) {

    /** The capability of the faults that the harness finds. */
    public static final String HARNESS = CaseOutcome.FAULT;

    public LabCase {
        tags = List.copyOf(tags);
    }

    static LabCase of(PytestEvent.Case collected) {
        return new LabCase(
                collected.id(),
                collected.file(),
                collected.line(),
                collected.name(),
                collected.title(),
                collected.description(),
                collected.capability(),
                collected.mustPass(),
                collected.tags(),
                Optional.empty());
    }

    /**
     * A fault.
     *
     * @param file the file that it lies in; empty where it concerns the whole cell
     * @param name what is expected, in a few words, such as {@code collection}
     * @param message what was found instead
     */
    static LabCase fault(String file, String name, String message) {
        return new LabCase(
                (file.isEmpty() ? HARNESS : file) + "::" + name,
                file,
                0,
                name,
                name,
                "",
                HARNESS,
                true,
                List.of(),
                Optional.of(message));
    }
}
