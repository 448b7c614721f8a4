package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.text.Refusal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of {@code time_zone} and the engine's {@code TimeZone} for each. */
final class TimeZones {
    static final String SYSTEM = "SYSTEM";

    private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{1,2}):(\\d{2})");
    private static final int EAST_MINUTES = 14 * 60;
    private static final int WEST_MINUTES = -(13 * 60 + 59);

    private TimeZones() {}

    /** The time zone as MySQL prints it, or 1298. */
    static String canonical(String zone) {
        if (zone == null) {
            throw unknown("NULL");
        }
        if (zone.equalsIgnoreCase(SYSTEM)) {
            return SYSTEM;
        }
        Matcher offset = OFFSET.matcher(zone);
        if (offset.matches()) {
            int minutes = minutes(offset);
            if (minutes < WEST_MINUTES || minutes > EAST_MINUTES || Integer.parseInt(offset.group(3)) > 59) {
                throw unknown(zone);
            }
            return String.format(
                    Locale.ROOT, "%s%02d:%s", offset.group(1), Integer.parseInt(offset.group(2)), offset.group(3));
        }
        try {
            // Java's offsets ("+2", "UTC+2") are none of MySQL's names.
            if (zone.indexOf('+') >= 0 || zone.indexOf('-') == 0) {
                throw unknown(zone);
            }
            return ZoneId.of(zone).getId();
        } catch (DateTimeException e) {
            throw unknown(zone);
        }
    }

    /** @param zone canonical */
    static String engine(String zone) {
        if (zone.equals(SYSTEM)) {
            return systemZone();
        }
        Matcher offset = OFFSET.matcher(zone);
        if (!offset.matches()) {
            return zone;
        }
        // POSIX counts west of Greenwich.
        String sign = offset.group(1).equals("+") ? "-" : "+";
        return "<" + zone + ">" + sign + offset.group(2) + ":" + offset.group(3);
    }

    static String systemZone() {
        String id = ZoneId.systemDefault().getId();
        return id.equals("Z") || id.equals("Etc/UTC") ? "UTC" : id;
    }

    private static int minutes(Matcher offset) {
        int minutes = Integer.parseInt(offset.group(2)) * 60 + Integer.parseInt(offset.group(3));
        return offset.group(1).equals("-") ? -minutes : minutes;
    }

    private static RuntimeException unknown(String zone) {
        return Refusal.of(1298, "Unknown or incorrect time zone: '" + zone + "'");
    }
}
