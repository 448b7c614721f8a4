package io.heliosdb.mysql.dialect.internal.load;

import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The warnings of a load, in the order of its rows; no more of them are kept than can be shown. */
final class LoadWarnings {
    /** {@code max_error_count}. */
    private static final int MOST = 1024;

    /** How the engine's side names the row of its batch. */
    private static final Pattern ROW = Pattern.compile(" at row (\\d+)$");

    private record Warning(long row, HeliosException condition) {}

    private final List<HeliosException> kept = new ArrayList<>();
    private final List<Warning> ofBatch = new ArrayList<>();
    private long count;

    void add(long row, int code, String message) {
        ofBatch.add(new Warning(row, Refusal.of(code, message)));
    }

    /**
     * A batch has run.
     *
     * @param notices of the engine
     * @param rowsBefore how many rows came before the first one of the batch
     */
    void batchEnds(List<HeliosException> notices, long rowsBefore) {
        List<Warning> all = new ArrayList<>();
        notices.forEach(notice -> all.add(placed(notice, rowsBefore)));
        all.addAll(ofBatch);
        ofBatch.clear();
        all.sort(Comparator.comparingLong(Warning::row));
        for (Warning warning : all) {
            count++;
            if (kept.size() < MOST) {
                kept.add(warning.condition());
            }
        }
    }

    private static Warning placed(HeliosException notice, long rowsBefore) {
        Matcher row = ROW.matcher(notice.getMessage());
        if (!row.find()) {
            return new Warning(Long.MAX_VALUE, notice);
        }
        long number = rowsBefore + Long.parseLong(row.group(1));
        HeliosException renumbered = new HeliosException(
                notice.sqlState(), notice.getMessage().substring(0, row.start()) + " at row " + number, Map.of());
        return new Warning(
                number,
                notice.field(Field.HINT)
                        .map(hint -> renumbered.with(Field.HINT, hint))
                        .orElse(renumbered));
    }

    List<HeliosException> kept() {
        return kept;
    }

    /** All of them, kept or not. */
    long count() {
        return count;
    }
}
