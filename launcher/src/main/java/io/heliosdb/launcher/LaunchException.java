package io.heliosdb.launcher;

/** What the operator can mend. Its message is one line, printed without a stack trace before the process exits 1. */
public class LaunchException extends Exception {
    private static final long serialVersionUID = 1L;

    public LaunchException(String message) {
        super(message);
    }

    public LaunchException(String message, Throwable cause) {
        super(message, cause);
    }
}
