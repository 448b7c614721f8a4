package io.heliosdb.spi.operation;

/** What can be deployed while clients are connected. */
public enum ServiceKind {
    PROTOCOL("protocol"),
    AUTH_MECHANISM("auth"),
    DIALECT("dialect");

    private final String word;

    ServiceKind(String word) {
        this.word = word;
    }

    /** The word on the command line and in the service properties: {@code heliosdb.<word>.version}. */
    public String word() {
        return word;
    }
}
