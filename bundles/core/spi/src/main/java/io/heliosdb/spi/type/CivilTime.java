package io.heliosdb.spi.type;

/**
 * A moment taken apart into the fields of the proleptic Gregorian calendar. One instance serves any number of cells, so
 * that reading a date makes no object.
 */
public final class CivilTime {
    /** Days from 1970-01-01 to 2000-01-01, which PostgreSQL counts from. */
    public static final int POSTGRES_EPOCH_DAY = 10_957;

    public static final long MICROS_PER_SECOND = 1_000_000L;
    public static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

    /** Cells of the type date that stand for infinity. */
    public static final int DATE_INFINITY = Integer.MAX_VALUE;

    public static final int DATE_MINUS_INFINITY = Integer.MIN_VALUE;

    /** Cells of the types timestamp and timestamptz that stand for infinity. */
    public static final long TIMESTAMP_INFINITY = Long.MAX_VALUE;

    public static final long TIMESTAMP_MINUS_INFINITY = Long.MIN_VALUE;

    private static final int DAYS_PER_ERA = 146_097;
    private static final int YEARS_PER_ERA = 400;

    /** Days from 0000-03-01, where the years of the calculation begin, to 1970-01-01. */
    private static final int SHIFT = 719_468;

    private int year;
    private int month;
    private int day;
    private int hour;
    private int minute;
    private int second;
    private int microsecond;

    /** @param days as a cell of the type date has them; at midnight */
    public void setDate(int days) {
        setEpochDay((long) days + POSTGRES_EPOCH_DAY);
        setMicrosOfDay(0);
    }

    /** @param micros as a cell of the type timestamp has them */
    public void setTimestamp(long micros) {
        setEpochDay(Math.floorDiv(micros, MICROS_PER_DAY) + POSTGRES_EPOCH_DAY);
        setMicrosOfDay(Math.floorMod(micros, MICROS_PER_DAY));
    }

    /** The time only: the date stays. */
    public void setMicrosOfDay(long micros) {
        microsecond = (int) (micros % MICROS_PER_SECOND);
        int seconds = (int) (micros / MICROS_PER_SECOND);
        second = seconds % 60;
        minute = seconds / 60 % 60;
        hour = seconds / 3600;
    }

    private void setEpochDay(long epochDay) {
        // Years that begin in March: the day that comes and goes is then the last of a year.
        long shifted = epochDay + SHIFT;
        long era = Math.floorDiv(shifted, DAYS_PER_ERA);
        int dayOfEra = (int) (shifted - era * DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int fromMarch = (5 * dayOfYear + 2) / 153;
        day = dayOfYear - (153 * fromMarch + 2) / 5 + 1;
        month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
        year = (int) (era * YEARS_PER_ERA + yearOfEra + (month <= 2 ? 1 : 0));
    }

    /** Astronomical: the year before 1 is 0. */
    public int year() {
        return year;
    }

    /** From 1. */
    public int month() {
        return month;
    }

    /** From 1. */
    public int day() {
        return day;
    }

    /** 24 for the last moment of a day in a cell of the type time. */
    public int hour() {
        return hour;
    }

    public int minute() {
        return minute;
    }

    public int second() {
        return second;
    }

    public int microsecond() {
        return microsecond;
    }

    /** Whether hour, minute, second and microsecond are all 0. */
    public boolean isMidnight() {
        return hour == 0 && minute == 0 && second == 0 && microsecond == 0;
    }
}
