package io.heliosdb.compat.matrix;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern for case ids in which only {@code *} is special: it stands for any text. The brackets of a parametrised
 * case's id mean themselves.
 */
public final class CasePattern implements Predicate<String> {

    private final String text;
    private final Pattern pattern;

    private CasePattern(String text, String glob) {
        this.text = text;
        this.pattern = Pattern.compile(
                Arrays.stream(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    /** A pattern that has to match the whole id. */
    public static CasePattern whole(String text) {
        return new CasePattern(text, text);
    }

    /** A pattern that has to match some part of the id. */
    public static CasePattern part(String text) {
        return new CasePattern(text, "*" + text + "*");
    }

    @Override
    public boolean test(String id) {
        return pattern.matcher(id).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
