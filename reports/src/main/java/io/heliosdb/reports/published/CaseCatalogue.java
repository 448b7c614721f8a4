package io.heliosdb.reports.published;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The cases of one driver in one lane, of all its versions: by file, so that an id is the file, {@code ::} and the name.
 *
 * @param mustPass the must-pass cases; sorted names by sorted files
 * @param extended all other cases
 */
public record CaseCatalogue(Map<String, List<String>> mustPass, Map<String, List<String>> extended) {

    /** No case. */
    public static final CaseCatalogue NONE = new CaseCatalogue(Map.of(), Map.of());

    private static final String SEPARATOR = "::";

    public CaseCatalogue {
        mustPass = new TreeMap<>(Objects.requireNonNullElse(mustPass, Map.of()));
        extended = new TreeMap<>(Objects.requireNonNullElse(extended, Map.of()));
    }

    /** The catalogue of the cases with these ids. A case that is in both is a must-pass case. */
    static CaseCatalogue of(Collection<String> mustPass, Collection<String> extended) {
        Set<String> others = new TreeSet<>(extended);
        others.removeAll(Set.copyOf(mustPass));
        return new CaseCatalogue(grouped(mustPass), grouped(others));
    }

    private static Map<String, List<String>> grouped(Collection<String> ids) {
        Map<String, List<String>> groups = new TreeMap<>();
        for (String id : new TreeSet<>(ids)) {
            groups.computeIfAbsent(file(id), key -> new ArrayList<>()).add(id.substring(file(id).length()));
        }
        groups.replaceAll((file, names) -> names.stream()
                .map(name -> name.startsWith(SEPARATOR) ? name.substring(SEPARATOR.length()) : name)
                .sorted(Comparator.naturalOrder())
                .toList());
        return groups;
    }

    /** The part of a case's id that names its file; the whole id where it has no file. */
    static String file(String id) {
        int end = id.indexOf(SEPARATOR);
        return end < 0 ? id : id.substring(0, end);
    }

    /** The ids of the must-pass cases. */
    public Set<String> mustPassIds() {
        return ids(mustPass);
    }

    /** The ids of all cases. */
    public Set<String> allIds() {
        Set<String> all = ids(mustPass);
        all.addAll(ids(extended));
        return all;
    }

    private static Set<String> ids(Map<String, List<String>> groups) {
        Set<String> ids = new TreeSet<>();
        groups.forEach(
                (file, names) -> names.forEach(name -> ids.add(name.isEmpty() ? file : file + SEPARATOR + name)));
        return ids;
    }
}
