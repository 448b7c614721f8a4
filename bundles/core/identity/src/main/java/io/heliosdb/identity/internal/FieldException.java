package io.heliosdb.identity.internal;

/** A field of {@code users.json} that is not what it should be. The message names the field and shows no secret. */
final class FieldException extends Exception {
    private static final long serialVersionUID = 1L;

    FieldException(String message) {
        super(message);
    }
}
