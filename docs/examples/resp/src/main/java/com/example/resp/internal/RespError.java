package com.example.resp.internal;

/** A command that is refused by an error of Redis's; the session goes on. */
final class RespError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message with its code: {@code ERR syntax error} */
    RespError(String message) {
        super(message, null, false, false);
    }
}
