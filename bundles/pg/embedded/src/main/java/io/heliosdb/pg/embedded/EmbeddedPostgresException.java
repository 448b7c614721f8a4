package io.heliosdb.pg.embedded;

import java.io.IOException;

/**
 * The embedded server cannot do what it was asked for. The message is one line for the person who started HeliosDB: it
 * says what was found and, where there is one, the remedy.
 */
public class EmbeddedPostgresException extends IOException {

    public EmbeddedPostgresException(String message) {
        super(message);
    }

    public EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
