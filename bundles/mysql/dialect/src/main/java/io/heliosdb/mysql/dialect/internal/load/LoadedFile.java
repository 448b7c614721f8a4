package io.heliosdb.mysql.dialect.internal.load;

import io.heliosdb.mysql.dialect.internal.load.LoadColumns.Place;
import io.heliosdb.mysql.dialect.internal.query.RowInsertion;
import io.heliosdb.mysql.dialect.internal.query.RowInsertion.Row;
import io.heliosdb.mysql.dialect.internal.query.RowInsertion.Value;
import io.heliosdb.mysql.dialect.internal.query.SessionValue;
import io.heliosdb.mysql.dialect.internal.query.SessionValues;
import io.heliosdb.mysql.dialect.internal.query.SqlMode;
import io.heliosdb.mysql.dialect.internal.statement.CharacterSet;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.ClientFile;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.Lexicon;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * LOAD DATA LOCAL at work (MySQL 8.4 manual, 15.2.9): lines become rows, rows become batches of INSERT IGNORE or REPLACE,
 * and what these say becomes one outcome.
 */
public final class LoadedFile implements ClientFile {
    private static final int BATCH_ROWS = 250;
    private static final int BATCH_BYTES = 64 * 1024;

    private static final Pattern ZERO = Pattern.compile("\\s*[+-]?0+\\s*");
    private static final Pattern INTEGER = Pattern.compile("\\s*([+-]?\\d{1,20})(\\D.*)?", Pattern.DOTALL);

    /** The session that loads. */
    public interface Session {
        SessionValues values();

        Lexicon lexicon();

        /** Most octets of a line, {@code max_allowed_packet}. */
        long mostBytes();

        /** A batch with what the session needs around every statement that changes rows. */
        Plan around(Plan batch);
    }

    private final LoadStatement statement;
    private final Session session;
    private final LoadColumns columns;
    private final RowInsertion insertion;
    private final RowReader reader;
    private final FieldText text;
    private final boolean strict;
    private final boolean generatesForZero;
    private final LoadWarnings warnings = new LoadWarnings();
    private final Map<String, SessionValue> variables = new HashMap<>();

    private final List<Row> batch = new ArrayList<>();
    private int batchBytes;
    private boolean batchGivesKeys;
    private Optional<Row> held = Optional.empty();
    private boolean planned;
    private boolean ended;

    private long rowsRead;
    private long rows;
    private long affected;
    private Optional<String> key = Optional.empty();

    private LoadedFile(LoadStatement statement, Table table, Session session) {
        this.statement = statement;
        this.session = session;
        Set<SqlMode> modes = session.values().sqlMode();
        columns = new LoadColumns(statement, table);
        insertion = columns.insertion(statement, modes, session.lexicon());
        reader = new RowReader(statement.format(), columns.places().size(), statement.linesToSkip());
        text = new FieldText(CharacterSet.named(statement.characterSet().orElse("utf8mb4")));
        generatesForZero = !modes.contains(SqlMode.NO_AUTO_VALUE_ON_ZERO);
        strict = !statement.ignore()
                && (modes.contains(SqlMode.STRICT_TRANS_TABLES) || modes.contains(SqlMode.STRICT_ALL_TABLES));
    }

    /** Reads the statement behind its first word; what it names is opened by {@link Opening}. */
    public static Opening read(Tokens tokens, boolean backslashEscapes) {
        return new Opening(LoadParser.parse(tokens, backslashEscapes));
    }

    /** A statement whose table is to be found. */
    public static final class Opening {
        private final LoadStatement statement;

        private Opening(LoadStatement statement) {
            this.statement = statement;
        }

        public QualifiedName table() {
            return statement.table();
        }

        public LoadedFile into(Table table, Session session) {
            return new LoadedFile(statement, table, session);
        }
    }

    @Override
    public String name() {
        return statement.file();
    }

    @Override
    public HeliosException unprepared() {
        return Refusal.of(1295, "This command is not supported in the prepared statement protocol yet");
    }

    // ------------------------------------------------------------------ from octets to batches

    @Override
    public void content(ByteBuf octets) {
        if (reader.waiting() > session.mostBytes()) {
            throw Refusal.of(1153, "Got a packet bigger than 'max_allowed_packet' bytes");
        }
        reader.add(octets);
    }

    @Override
    public void end() {
        ended = true;
        reader.end();
    }

    @Override
    public Optional<Plan> next(Catalog catalog) {
        while (!planned && batch.size() < BATCH_ROWS && batchBytes < BATCH_BYTES) {
            Optional<Row> row = held.or(() -> reader.next().map(this::row));
            held = Optional.empty();
            if (row.isEmpty()) {
                if (!ended || batch.isEmpty()) {
                    return Optional.empty();
                }
                break;
            }
            if (batchGivesKeys && columns.key(row.get()).filter(this::generated).isPresent()) {
                // The engine takes notice of keys that are given when their statement ends.
                held = row;
                break;
            }
            batchGivesKeys |=
                    columns.key(row.get()).filter(key -> !generated(key)).isPresent();
            batch.add(row.get());
        }
        // Asked for again, it is the same one.
        planned = true;
        return Optional.of(session.around(insertion.plan(batch, session.values(), catalog)));
    }

    private boolean generated(Value key) {
        boolean zero =
                key instanceof Value.Text text && ZERO.matcher(text.value()).matches();
        return zero ? generatesForZero : !(key instanceof Value.Text);
    }

    private Row row(FileRow line) {
        long number = ++rowsRead;
        List<Value> values = new ArrayList<>();
        Map<String, Value> names = new HashMap<>();
        for (int i = 0; i < columns.places().size(); i++) {
            Place place = columns.places().get(i);
            boolean missing = i >= line.fields().size();
            byte[] field = missing ? null : line.fields().get(i);
            batchBytes += field == null ? 1 : field.length;
            Value value;
            if (place.column().isEmpty()) {
                String string = field == null ? null : text.characters(field);
                variables.put(place.name(), string == null ? SessionValue.NULL : SessionValue.of(string));
                value = string == null ? new Value.Null() : new Value.Text(string);
            } else if (missing) {
                tooFew(number);
                value = absent(place.column().get());
            } else if (field == null) {
                value = ofNull(place.column().get(), number);
            } else {
                value = ofField(place.column().get(), field, number);
            }
            if (place.stored()) {
                values.add(value);
            } else {
                names.put(place.name(), value);
            }
        }
        if (line.cut()) {
            condition(
                    number,
                    1262,
                    "Row " + number + " was truncated; it contained more data than there were input columns");
        }
        return new Row(values, names);
    }

    private void tooFew(long number) {
        condition(number, 1261, "Row " + number + " doesn't contain data for all columns");
    }

    private void condition(long number, int code, String message) {
        if (strict) {
            throw Refusal.of(code, message);
        }
        warnings.add(number, code, message);
    }

    /** A field that the line does not have: NULL where that is the column's default, otherwise a zero, as the server does. */
    private static Value absent(TableColumn column) {
        if (column.generated()) {
            return new Value.Default();
        }
        return column.notNull() || column.defaultValue().isPresent() ? new Value.Zero(column) : new Value.Null();
    }

    private Value ofNull(TableColumn column, long number) {
        if (!column.notNull() || column.generated()) {
            return new Value.Null();
        }
        condition(
                number,
                1263,
                "Column set to default value; NULL supplied to NOT NULL column '" + label(column) + "' at row "
                        + number);
        return new Value.Zero(column);
    }

    private Value ofField(TableColumn column, byte[] field, long number) {
        return switch (column.type()) {
            case "bytea", "bit" -> new Value.Text(FieldText.octets(field));
            case "year" -> integer(column, text.characters(field), number);
            default -> {
                String characters = text.characters(field);
                yield column.generated() ? integer(column, characters, number) : new Value.Text(characters);
            }
        };
    }

    /** The integer that a text begins with, for columns whose values are not made to fit at the engine. */
    private Value integer(TableColumn column, String characters, long number) {
        Matcher digits = INTEGER.matcher(characters);
        boolean begins = digits.matches();
        if (strict || (begins && (digits.group(2) == null || digits.group(2).isBlank()))) {
            return new Value.Text(characters);
        }
        if (begins) {
            warnings.add(number, 1265, "Data truncated for column '" + label(column) + "' at row " + number);
        } else {
            warnings.add(
                    number,
                    1366,
                    "Incorrect integer value: '" + characters + "' for column '" + label(column) + "' at row "
                            + number);
        }
        return begins ? new Value.Text(digits.group(1)) : new Value.Zero(column);
    }

    private static String label(TableColumn column) {
        return column.label().orElse(column.name());
    }

    // ------------------------------------------------------------------ what became of them

    @Override
    public void ran(Outcome outcome) {
        warnings.batchEnds(outcome.notices(), rows);
        rows += batch.size();
        affected += Math.max(0, outcome.affected());
        if (key.isEmpty()) {
            key = outcome.generatedKey();
        }
        batch.clear();
        batchBytes = 0;
        batchGivesKeys = false;
        planned = false;
    }

    /** The key that was generated goes to the session only: the OK packet of the server has none. */
    @Override
    public Outcome loaded() {
        return new Outcome(affected, affected, 0, Optional.empty(), List.of(), warnings.kept(), Optional.empty());
    }

    /** What the session remembers of it, when it has succeeded. */
    public void remember() {
        key.ifPresent(number -> session.values().setLastInsertId(new SessionValue("numeric", number)));
        variables.forEach((name, value) ->
                session.values().setUserVariable(name.substring(LoadColumns.VARIABLE.length()), value));
    }

    /** How many warnings there were beside those of {@link #loaded}. */
    public int unkeptWarnings() {
        return (int)
                Math.min(Integer.MAX_VALUE, warnings.count() - warnings.kept().size());
    }

    /** The server's words about it. */
    public String information(long warningCount) {
        long deleted = statement.replace() ? affected - rows : 0;
        long skipped = statement.replace() ? 0 : rows - affected;
        return "Records: " + rows + "  Deleted: " + deleted + "  Skipped: " + skipped + "  Warnings: " + warningCount;
    }
}
