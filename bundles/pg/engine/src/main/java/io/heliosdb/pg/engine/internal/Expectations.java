package io.heliosdb.pg.engine.internal;

import java.util.Arrays;

/** The answers that a connection owes, in order: a ring of what was sent, each with what it was about. */
final class Expectations {
    /** What was sent. Those that the client did not send are answered to nobody. */
    enum Kind {
        PARSE,
        PARSE_UNNAMED,
        /** A name that the session has already: an error is the answer. */
        PARSE_DUPLICATE,
        PARSE_INJECTED,
        PARSE_UNNAMED_INJECTED,
        BIND,
        DESCRIBE_STATEMENT,
        DESCRIBE_PORTAL,
        EXECUTE,
        CLOSE,
        CLOSE_INJECTED,
        /** A statement that made room for another one. */
        EVICTION,
        /** CopyDone or CopyFail: not answered by itself. */
        COPY_END,
        SYNC(true),
        SYNC_INJECTED(true),
        QUERY(true),
        FUNCTION_CALL(true);

        private final boolean endsWithReady;

        Kind() {
            this(false);
        }

        Kind(boolean endsWithReady) {
            this.endsWithReady = endsWithReady;
        }

        /** Whether ReadyForQuery is the last of its answers. */
        boolean endsWithReady() {
            return endsWithReady;
        }

        boolean isSync() {
            return this == SYNC || this == SYNC_INJECTED;
        }
    }

    private static final int INITIAL_CAPACITY = 16;

    private Kind[] kinds = new Kind[INITIAL_CAPACITY];
    private Object[] subjects = new Object[INITIAL_CAPACITY];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void add(Kind kind, Object subject) {
        if (size == kinds.length) {
            grow();
        }
        int index = index(size);
        kinds[index] = kind;
        subjects[index] = subject;
        size++;
    }

    /** What is answered next, or null. */
    Kind first() {
        return size == 0 ? null : kinds[head];
    }

    /** What the next answer is about. */
    Object firstSubject() {
        return subjects[head];
    }

    Kind kind(int position) {
        return kinds[index(position)];
    }

    Object subject(int position) {
        return subjects[index(position)];
    }

    void removeFirst() {
        kinds[head] = null;
        subjects[head] = null;
        head = (head + 1) & (kinds.length - 1);
        size--;
    }

    /**
     * The engine reads copy data, and passes over each Sync until that ends.
     *
     * @return whether the end of the data was sent already
     */
    boolean dropSyncsUntilCopyEnd() {
        boolean ended = false;
        int kept = 1; // the one that began the copy
        for (int position = 1; position < size; position++) {
            Kind kind = kind(position);
            ended |= kind == Kind.COPY_END;
            if (ended || kind != Kind.SYNC) {
                int target = index(kept++);
                Object subject = subject(position);
                kinds[target] = kind;
                subjects[target] = subject;
            }
        }
        for (int position = kept; position < size; position++) {
            kinds[index(position)] = null;
            subjects[index(position)] = null;
        }
        size = kept;
        return ended;
    }

    void clear() {
        Arrays.fill(kinds, null);
        Arrays.fill(subjects, null);
        head = 0;
        size = 0;
    }

    private int index(int position) {
        return (head + position) & (kinds.length - 1);
    }

    private void grow() {
        Kind[] moreKinds = new Kind[2 * size];
        Object[] moreSubjects = new Object[2 * size];
        for (int position = 0; position < size; position++) {
            moreKinds[position] = kind(position);
            moreSubjects[position] = subject(position);
        }
        kinds = moreKinds;
        subjects = moreSubjects;
        head = 0;
    }
}
