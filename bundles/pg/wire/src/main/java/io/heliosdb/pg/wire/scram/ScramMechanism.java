package io.heliosdb.pg.wire.scram;

/** The mechanisms that PostgreSQL offers in AuthenticationSASL. */
public enum ScramMechanism {
    SCRAM_SHA_256("SCRAM-SHA-256"),
    /** With channel binding; only inside TLS. */
    SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS");

    private final String registeredName;

    ScramMechanism(String registeredName) {
        this.registeredName = registeredName;
    }

    /** The name in IANA's registry of SASL mechanisms. */
    public String registeredName() {
        return registeredName;
    }
}
