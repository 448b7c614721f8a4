package io.heliosdb.sql.session.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.type.Column;
import io.heliosdb.spi.type.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the steps of a statement say of it, added up. */
final class Gathering {
    private static final int MOST_NOTICES = 1024;

    private final List<List<String>> captured = new ArrayList<>();
    private final List<HeliosException> notices = new ArrayList<>();
    private boolean returnsRows;
    private long affected;
    private long matched;
    private long returned;
    private String generatedKey;
    private int affectedColumn;
    private int matchedColumn;
    private int keyColumn;
    private String givenKey;
    private int givenKeyColumn;
    private HeliosException refusal;

    void returnsRows() {
        returnsRows = true;
    }

    void returned() {
        returned++;
    }

    /** @param tag a CommandComplete's, which ends in the number of rows where there is one */
    void counted(String tag) {
        int space = tag.lastIndexOf(' ');
        if (space >= 0 && Character.isDigit(tag.charAt(tag.length() - 1))) {
            long rows = Long.parseLong(tag.substring(space + 1));
            affected += rows;
            matched += rows;
        }
    }

    void summaryColumns(List<Column> columns) {
        affectedColumn = indexOf(columns, "affected");
        matchedColumn = indexOf(columns, "matched");
        keyColumn = indexOf(columns, "generated_key");
        givenKeyColumn = indexOf(columns, "given_key");
    }

    private static int indexOf(List<Column> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    void summaryRow(Row row) {
        long changed = number(row, affectedColumn);
        affected += changed;
        matched += matchedColumn < 0 ? changed : number(row, matchedColumn);
        if (generatedKey == null && keyColumn >= 0) {
            generatedKey = text(row, keyColumn);
        }
        if (givenKeyColumn >= 0 && !row.isNull(givenKeyColumn)) {
            givenKey = text(row, givenKeyColumn);
        }
    }

    /** A row without a number stands for itself. */
    private static long number(Row row, int column) {
        return column < 0 ? 1 : row.isNull(column) ? 0 : Long.parseLong(text(row, column));
    }

    void captured(Row row) {
        if (captured.size() == Outcome.CAPTURED_ROWS) {
            refusal = new HeliosException(SqlState.CARDINALITY_VIOLATION, "more than one row returned");
            return;
        }
        List<String> cells = new ArrayList<>(row.columns());
        for (int i = 0; i < row.columns(); i++) {
            cells.add(text(row, i));
        }
        captured.add(cells);
    }

    private static String text(Row row, int column) {
        return row.isNull(column) ? null : row.body().toString(row.offset(column), row.length(column), UTF_8);
    }

    void notice(HeliosException notice) {
        if (notices.size() < MOST_NOTICES) {
            notices.add(notice);
        }
    }

    List<HeliosException> notices() {
        return notices;
    }

    /** Why the result cannot be taken although every step succeeded. */
    Optional<HeliosException> refusal() {
        return Optional.ofNullable(refusal);
    }

    Outcome outcome() {
        return new Outcome(
                returnsRows ? -1 : affected,
                returnsRows ? -1 : matched,
                returned,
                Optional.ofNullable(generatedKey),
                Optional.ofNullable(givenKey),
                captured,
                notices,
                Optional.empty());
    }
}
