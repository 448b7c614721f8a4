package io.heliosdb.compat.matrix;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A case that is known to fail.
 *
 * @param driver the driver's id
 * @param versions the versions that it fails with; all when empty
 * @param lanes the lanes that it fails in
 * @param cases the id of the case, or a pattern for several
 * @param message what has to be found in the failure's message, so that a gap never hides another failure
 * @param reason why it fails, for readers of the report
 * @param genuine whether the vendor's own server fails it too
 * @param flaky whether it fails at times only, so that it may pass too
 * @param expires the last day on which the gap counts
 */
public record KnownGap(
        String driver,
        List<String> versions,
        List<Lane> lanes,
        CasePattern cases,
        Pattern message,
        String reason,
        boolean genuine,
        boolean flaky,
        Optional<LocalDate> expires) {

    public KnownGap {
        versions = List.copyOf(versions);
        lanes = List.copyOf(lanes);
    }

    /** Whether this gap is about the case {@code id} of {@code cell}. */
    public boolean isAbout(Cell cell, String id) {
        return isIn(cell) && cases.test(id);
    }

    /** Whether this gap is about a case of {@code cell}. */
    public boolean isIn(Cell cell) {
        return driver.equals(cell.driver())
                && (versions.isEmpty() || versions.contains(cell.version()))
                && lanes.contains(cell.lane());
    }

    /** Whether a case that fails with {@code failure} fails as this gap says. */
    public boolean explains(String failure) {
        return message.matcher(failure).find();
    }

    /** Whether the gap has had its time on {@code day}. */
    public boolean isExpired(LocalDate day) {
        return expires.isPresent() && day.isAfter(expires.get());
    }
}
