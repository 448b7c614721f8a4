package io.heliosdb.launcher.admin;

import io.heliosdb.launcher.LaunchException;

/** The server said why it does not do what it was asked for. */
public final class RefusedException extends LaunchException {
    private static final long serialVersionUID = 1L;

    private final transient Answer problem;

    RefusedException(Answer problem) {
        super(problem.string("detail"));
        this.problem = problem;
    }

    /** The whole problem (RFC 9457). */
    public Answer problem() {
        return problem;
    }
}
