package io.heliosdb.reports.gate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many of some cases have to pass: a number of them, or a share.
 *
 * @param value at least 0; not above 100 for a share
 * @param share whether the value is a percentage
 */
public record Threshold(BigDecimal value, boolean share) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?) ?(%?)");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** All cases. */
    public static final Threshold ALL = new Threshold(HUNDRED, true);

    /**
     * The threshold that {@code text} writes, such as {@code 750} or {@code 99.5 %}.
     *
     * @throws IllegalArgumentException where it is neither a whole number nor a percentage
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Threshold of(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (matcher.matches()) {
            Threshold threshold = new Threshold(
                    new BigDecimal(matcher.group(1)), !matcher.group(2).isEmpty());
            boolean fits = threshold.share ? threshold.value.compareTo(HUNDRED) <= 0 : threshold.value.scale() == 0;
            if (fits) {
                return threshold;
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' (expected: a number of cases, such as 750, or a share, such as 99 %)");
    }

    /** A number of cases, not negative. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Threshold of(int number) {
        return of(Integer.toString(number));
    }

    /** Whether {@code passed} of {@code all} cases are enough. Of no cases, every share is. */
    public boolean isMetBy(int passed, int all) {
        return share
                ? HUNDRED.multiply(BigDecimal.valueOf(passed)).compareTo(value.multiply(BigDecimal.valueOf(all))) >= 0
                : BigDecimal.valueOf(passed).compareTo(value) >= 0;
    }

    @Override
    @JsonValue
    public String toString() {
        return value.toPlainString() + (share ? " %" : "");
    }
}
