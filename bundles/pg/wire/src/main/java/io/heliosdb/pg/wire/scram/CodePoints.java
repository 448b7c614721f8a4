package io.heliosdb.pg.wire.scram;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** A set of code points, kept as the sorted first and last ones of its ranges. */
final class CodePoints {
    private static final int HEXADECIMAL = 16;

    private final int[] firsts;
    private final int[] lasts;

    private CodePoints(int[] firsts, int[] lasts) {
        this.firsts = firsts;
        this.lasts = lasts;
    }

    /** Reads named sets: a name and hexadecimal ranges a line, {@code #} for comments. */
    static Map<String, CodePoints> load(String resource) {
        Map<String, CodePoints> sets = new HashMap<>();
        try (InputStream stream = CodePoints.class.getResourceAsStream(resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    String[] words = line.split(" ");
                    sets.put(words[0], parse(Arrays.copyOfRange(words, 1, words.length)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sets;
    }

    private static CodePoints parse(String[] ranges) {
        int[] firsts = new int[ranges.length];
        int[] lasts = new int[ranges.length];
        for (int i = 0; i < ranges.length; i++) {
            String range = ranges[i];
            int dash = range.indexOf('-');
            firsts[i] = Integer.parseInt(dash < 0 ? range : range.substring(0, dash), HEXADECIMAL);
            lasts[i] = dash < 0 ? firsts[i] : Integer.parseInt(range.substring(dash + 1), HEXADECIMAL);
        }
        return new CodePoints(firsts, lasts);
    }

    boolean contains(int codePoint) {
        int index = Arrays.binarySearch(firsts, codePoint);
        int range = index >= 0 ? index : -index - 2;
        return range >= 0 && codePoint <= lasts[range];
    }

    boolean containsAny(int[] codePoints) {
        return IntStream.of(codePoints).anyMatch(this::contains);
    }
}
