package io.heliosdb.probes.internal;

import java.io.Writer;

/** Keeps the first characters that are written to it and forgets the others. Safe for threads. */
final class BoundedWriter extends Writer {
    private final int limit;
    private final StringBuilder kept = new StringBuilder();

    /** @param limit how many characters are kept */
    BoundedWriter(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        synchronized (kept) {
            kept.append(characters, offset, Math.min(length, limit - kept.length()));
        }
    }

    /** What was kept; it begins anew. */
    String take() {
        synchronized (kept) {
            String text = kept.toString();
            kept.setLength(0);
            return text;
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        // It ends with its probe.
    }
}
