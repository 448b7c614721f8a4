package io.heliosdb.spi.type;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The fewest digits that mean a binary floating point number and no other: {@code 0.digits × 10^point}.
 *
 * @param negative also for minus zero
 * @param digits at least one, without zeros at either end, but for zero itself
 * @param point where the decimal point stands, counted from before the first digit
 */
public record ShortestDecimal(boolean negative, String digits, int point) {
    /** Digits from which on a JDK before 19 may write one more than is needed (JDK-4511638); below the normal numbers it may at any length. */
    private static final int DOUBTFUL_DIGITS = 16;

    /** @param value finite */
    public static ShortestDecimal of(double value) {
        ShortestDecimal written = parse(Double.toString(Math.abs(value)), isNegative(value));
        int least = Math.abs(value) < Double.MIN_NORMAL ? 2 : DOUBTFUL_DIGITS;
        while (written.digits.length() >= least) {
            ShortestDecimal shorter = written.rounded(written.digits.length() - 1);
            if (Double.doubleToLongBits(shorter.toDouble()) != Double.doubleToLongBits(value)) {
                break;
            }
            written = shorter;
        }
        return written;
    }

    /** @param value finite */
    public static ShortestDecimal of(float value) {
        return parse(Float.toString(Math.abs(value)), isNegative(value));
    }

    /**
     * A number in so many digits at most.
     *
     * @param value finite
     */
    public static ShortestDecimal rounded(float value, int digits) {
        BigDecimal exact =
                new BigDecimal(Math.abs((double) value)).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        return of(exact, isNegative(value));
    }

    private ShortestDecimal rounded(int length) {
        BigDecimal exact = new BigDecimal("0." + digits).scaleByPowerOfTen(point);
        return of(exact.round(new MathContext(length, RoundingMode.HALF_EVEN)), negative);
    }

    private double toDouble() {
        return Double.parseDouble((negative ? "-0." : "0.") + digits + "e" + point);
    }

    private static ShortestDecimal of(BigDecimal value, boolean negative) {
        String unscaled = value.unscaledValue().toString();
        return trimmed(unscaled, unscaled.length() - value.scale(), negative);
    }

    /** @param text as Double.toString says: digits, point, digits, and a power of ten or none */
    private static ShortestDecimal parse(String text, boolean negative) {
        int mark = text.indexOf('E');
        String mantissa = mark < 0 ? text : text.substring(0, mark);
        int exponent = mark < 0 ? 0 : Integer.parseInt(text, mark + 1, text.length(), 10);
        int dot = mantissa.indexOf('.');
        return trimmed(mantissa.substring(0, dot) + mantissa.substring(dot + 1), dot + exponent, negative);
    }

    private static ShortestDecimal trimmed(String digits, int point, boolean negative) {
        int first = 0;
        int last = digits.length();
        while (first < last && digits.charAt(first) == '0') {
            first++;
        }
        while (last > first && digits.charAt(last - 1) == '0') {
            last--;
        }
        return first == last
                ? new ShortestDecimal(negative, "0", 1)
                : new ShortestDecimal(negative, digits.substring(first, last), point - first);
    }

    private static boolean isNegative(double value) {
        return Double.doubleToRawLongBits(value) < 0;
    }

    /**
     * Written out.
     *
     * @param leastPoint below it, powers of ten are used
     * @param mostPoint above it, powers of ten are used
     * @param exponent what stands before the power where it is not negative: {@code e} or {@code e+}
     * @param exponentDigits the least digits of a power
     */
    public String text(int leastPoint, int mostPoint, String exponent, int exponentDigits) {
        StringBuilder text = new StringBuilder(digits.length() + 24);
        if (negative) {
            text.append('-');
        }
        int length = digits.length();
        if (point < leastPoint || point > mostPoint) {
            text.append(digits, 0, 1);
            if (length > 1) {
                text.append('.').append(digits, 1, length);
            }
            int power = point - 1;
            String powerDigits = Integer.toString(Math.abs(power));
            text.append(power < 0 ? "e-" : exponent)
                    .append("0".repeat(Math.max(exponentDigits - powerDigits.length(), 0)))
                    .append(powerDigits);
        } else if (point <= 0) {
            text.append("0.").append("0".repeat(-point)).append(digits);
        } else if (point >= length) {
            text.append(digits).append("0".repeat(point - length));
        } else {
            text.append(digits, 0, point).append('.').append(digits, point, length);
        }
        return text.toString();
    }
}
