package io.heliosdb.compat;

/**
 * The lab cannot do what it was asked for. The message is one line for the person who started it: it says what was
 * found and, where there is one, the remedy.
 */
public class LabException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
