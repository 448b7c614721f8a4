package io.heliosdb.mysql.dialect.internal.load;

import io.heliosdb.mysql.dialect.internal.load.LoadStatement.Assignment;
import io.heliosdb.mysql.dialect.internal.load.LoadStatement.Target;
import io.heliosdb.mysql.dialect.internal.query.RowInsertion;
import io.heliosdb.mysql.dialect.internal.query.SqlMode;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.TokenKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the fields of a line go: into columns, into variables, and by both into what SET computes. */
final class LoadColumns {
    /** What stands before a variable's name when it is a name of the computed expressions. */
    static final String VARIABLE = "@";

    /**
     * A field's place.
     *
     * @param name as the computed expressions call it: the column, or the variable behind {@link #VARIABLE}
     * @param column empty for a variable
     * @param stored whether the column takes it, rather than what SET says or a later field
     */
    record Place(String name, Optional<TableColumn> column, boolean stored) {}

    private final List<Place> places = new ArrayList<>();
    private final List<Assignment> computed = new ArrayList<>();
    /** Which of the stored fields is the key that the engine generates; -1 for none. */
    private final int key;

    /** @throws io.heliosdb.spi.error.HeliosException 1054 for a column that there is none */
    LoadColumns(LoadStatement statement, Table table) {
        Map<String, Assignment> assigned = new LinkedHashMap<>();
        for (Assignment assignment : statement.assignments()) {
            assigned.put(column(table, assignment.column()).name(), assignment);
        }
        List<Target> targets = statement.targets().isEmpty()
                ? table.columns().stream()
                        .<Target>map(column -> new Target.Column(column.name()))
                        .toList()
                : statement.targets();
        Map<String, Integer> last = new LinkedHashMap<>();
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i) instanceof Target.Column target) {
                last.put(column(table, target.name()).name(), i);
            }
        }
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i) instanceof Target.Column target) {
                TableColumn column = column(table, target.name());
                boolean stored = last.get(column.name()) == i && !assigned.containsKey(column.name());
                places.add(new Place(column.name(), Optional.of(column), stored));
            } else {
                String name = ((Target.Variable) targets.get(i)).name();
                places.add(new Place(VARIABLE + name, Optional.empty(), false));
            }
        }
        List<Place> stored = places.stream().filter(Place::stored).toList();
        key = stored.indexOf(stored.stream()
                .filter(place -> place.column().orElseThrow().generated())
                .findFirst()
                .orElse(null));
        assigned.forEach((name, assignment) -> computed.add(new Assignment(name, assignment.expression())));
    }

    private static TableColumn column(Table table, String name) {
        return table.column(name.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> Refusal.of(1054, "Unknown column '" + name + "' in 'field list'"));
    }

    List<Place> places() {
        return places;
    }

    /** The value of a row for the column whose values the engine generates, if a field goes there. */
    Optional<RowInsertion.Value> key(RowInsertion.Row row) {
        return key < 0 ? Optional.empty() : Optional.of(row.values().get(key));
    }

    /** What inserts the rows, whose values are those of the {@link Place#stored} fields. */
    RowInsertion insertion(LoadStatement statement, Set<SqlMode> modes, Lexicon lexicon) {
        List<String> stored =
                places.stream().filter(Place::stored).map(Place::name).toList();
        String columns = Stream.concat(stored.stream(), computed.stream().map(Assignment::column))
                .map(LoadColumns::quoted)
                .collect(Collectors.joining(", "));
        String values = Stream.concat(
                        stored.stream().map(column -> "NULL"),
                        computed.stream().map(assignment -> named(assignment.expression(), lexicon)))
                .collect(Collectors.joining(", "));
        String table = statement
                        .table()
                        .database()
                        .map(name -> quoted(name.spelling()) + ".")
                        .orElse("")
                + quoted(statement.table().name().spelling());
        String verb = statement.replace() ? "REPLACE" : statement.ignore() ? "INSERT IGNORE" : "INSERT";
        return new RowInsertion(
                verb + " INTO " + table + " (" + columns + ") VALUES (" + values + ")", stored.size(), modes);
    }

    /** The expression with names in place of the variables that fields go into. */
    private String named(String expression, Lexicon lexicon) {
        Tokens tokens = Tokens.of(expression, lexicon);
        StringBuilder text = new StringBuilder();
        int copied = 0;
        while (!tokens.atEnd()) {
            int start = tokens.peek().start();
            int end = tokens.peek().end();
            boolean variable = tokens.peek().kind() == TokenKind.VARIABLE;
            String name = VARIABLE + LoadParser.variable(tokens.next().value());
            if (variable && places.stream().anyMatch(place -> place.name().equals(name))) {
                text.append(expression, copied, start).append(quoted(name));
                copied = end;
            }
        }
        return text.append(expression, copied, expression.length()).toString();
    }

    private static String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }
}
