package io.heliosdb.launcher.command;

import java.util.Locale;

/** Times and counts in few characters. */
final class Amounts {
    private static final double MILLI = 1e-3;
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;
    private static final int PLAIN = 10;

    private Amounts() {}

    /** {@code 0.25 ms}, {@code 12 ms}, {@code 3.5 s}; nothing for 0. */
    static String latency(double seconds) {
        if (seconds <= 0) {
            return "";
        }
        return seconds < 1 ? decimal(seconds / MILLI) + " ms" : decimal(seconds) + " s";
    }

    /** {@code 7 s}, {@code 3 min}, {@code 2 h 5 min}, {@code 4 d 1 h}. */
    static String age(double seconds) {
        long whole = (long) seconds;
        if (whole < MINUTE) {
            return whole + " s";
        }
        if (whole < HOUR) {
            return whole / MINUTE + " min";
        }
        return whole < DAY
                ? whole / HOUR + " h " + whole % HOUR / MINUTE + " min"
                : whole / DAY + " d " + whole % DAY / HOUR + " h";
    }

    /** Two figures at least. */
    static String decimal(double value) {
        return String.format(Locale.ROOT, value < 1 ? "%.2f" : value < PLAIN ? "%.1f" : "%.0f", value);
    }
}
