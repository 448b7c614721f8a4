package io.heliosdb.deploy.internal;

/** Why a bundle does not come into service, in one line for whoever deployed it. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
        super(reason);
    }

    RefusedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
