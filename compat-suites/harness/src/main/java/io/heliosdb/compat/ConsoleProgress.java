package io.heliosdb.compat;

import java.io.IOException;
import java.io.PrintStream;

/**
 * Progress for people. On a terminal the status is one line that is written over and over; elsewhere, in a log, only
 * the lines that stay are printed.
 */
final class ConsoleProgress implements Progress {

    private static final String ERASE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final int width;
    private boolean statusShown;

    /**
     * Progress on {@code out}.
     *
     * @param terminal whether lines can be written over
     * @param width the longest status that does not wrap, in characters
     */
    ConsoleProgress(PrintStream out, boolean terminal, int width) {
        this.out = out;
        this.terminal = terminal;
        this.width = width;
    }

    /** Progress on the standard output, which may be a terminal or not. */
    static ConsoleProgress on(PrintStream out) {
        String columns = System.getenv().getOrDefault("COLUMNS", "");
        return new ConsoleProgress(out, isTerminal(), columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : 100);
    }

    /** Java's own console says less: it wants standard input to be a terminal too, or is there without one. */
    private static boolean isTerminal() {
        if (System.getenv().getOrDefault("TERM", "dumb").equals("dumb")) {
            return false;
        }
        try {
            return new ProcessBuilder("/bin/sh", "-c", "test -t 1")
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public synchronized void line(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    @Override
    public synchronized void status(String text) {
        if (terminal) {
            erase();
            out.print(text.length() > width ? text.substring(0, width - 1) + "…" : text);
            out.flush();
            statusShown = true;
        }
    }

    private void erase() {
        if (statusShown) {
            out.print(ERASE);
            statusShown = false;
        }
    }
}
