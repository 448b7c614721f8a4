package io.heliosdb.mutations;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which cases are run against which mutation: {@code cases.txt}. */
final class MutationCases {
    private record Line(boolean few, Mutation mutation, String driver, String part) {}

    private static final int COLUMNS = 3;

    private final List<Line> lines;

    private MutationCases(List<Line> lines) {
        this.lines = lines;
    }

    /** @param few only those that each build is checked with */
    static MutationCases read(boolean few) throws IOException {
        try (InputStream file = MutationCases.class.getResourceAsStream("cases.txt")) {
            return new MutationCases(new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(MutationCases::line)
                    .filter(line -> !few || line.few)
                    .toList());
        }
    }

    private static Line line(String text) {
        boolean few = text.startsWith("+");
        String[] columns = text.substring(1).strip().split("\\s+", COLUMNS);
        return new Line(few, Mutation.of(columns[0]), columns[1], columns[2]);
    }

    Set<String> drivers() {
        Set<String> drivers = new TreeSet<>();
        lines.forEach(line -> drivers.add(line.driver));
        return drivers;
    }

    Set<Mutation> mutations() {
        Map<Mutation, Boolean> found = new EnumMap<>(Mutation.class);
        lines.forEach(line -> found.put(line.mutation, true));
        return found.keySet();
    }

    /** The parts of ids of a driver's cases, by driver; of every mutation for {@link Mutation#NONE}. */
    Map<String, Set<String>> of(Mutation mutation) {
        Predicate<Line> asked = line -> mutation == Mutation.NONE || line.mutation == mutation;
        Map<String, Set<String>> parts = new LinkedHashMap<>();
        lines.stream().filter(asked).forEach(line -> parts.computeIfAbsent(line.driver, driver -> new LinkedHashSet<>())
                .add(line.part));
        return parts;
    }
}
