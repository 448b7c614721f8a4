package io.heliosdb.launcher.command;

/** What clients call themselves, as a terminal may be shown it. */
final class Printable {
    private static final int LONGEST = 40;

    private Printable() {}

    /** Without the characters that a terminal obeys, and not too long. */
    static String of(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST - 1) + "…";
    }
}
