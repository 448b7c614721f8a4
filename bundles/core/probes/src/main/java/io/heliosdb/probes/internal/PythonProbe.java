package io.heliosdb.probes.internal;

import io.heliosdb.probes.ProbeCase.Verdict;
import java.io.IOException;
import java.util.List;

/** A probe in an interpreter of its own. Used by one thread, but for {@link #stop}. */
interface PythonProbe extends AutoCloseable {
    /** A case before it runs. */
    record Title(String name, String title) {}

    /** What came of a case. */
    record Outcome(Verdict verdict, String message, String trace, String output) {}

    /** The probe could not be loaded, or was ended. */
    final class PythonException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String trace;

        PythonException(String message, String trace) {
            super(message, null, false, false);
            this.trace = trace;
        }

        String trace() {
            return trace;
        }
    }

    /** The interpreter and its version. */
    String interpreter();

    /**
     * Runs the file, which defines its cases.
     *
     * @throws IOException where it cannot be read
     * @throws PythonException where it cannot be compiled or raises something
     */
    List<Title> load() throws IOException, PythonException;

    /**
     * Runs a case.
     *
     * @param index of the list that {@link #load} gave
     * @throws PythonException where it was stopped
     */
    Outcome run(int index) throws PythonException;

    /** Ends what runs, from another thread: at the next line of Python, and what waits for the server at once. */
    void stop();

    /** What was printed and has not been told yet. */
    String output();

    @Override
    void close();
}
