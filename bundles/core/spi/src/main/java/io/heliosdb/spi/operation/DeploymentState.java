package io.heliosdb.spi.operation;

import java.util.Locale;

/** How far a version has come. */
public enum DeploymentState {
    /** It is there and has no users until somebody admits it. */
    HELD,
    /** Its probes run. */
    PROBING,
    /** It has a share of the new connections. */
    CANARY,
    /** It has every new connection. */
    SERVING,
    /** It is healthy, and a newer one serves; it serves again when that one goes. */
    STANDBY,
    /** It keeps the users it has and gets no more. */
    DRAINING,
    /** It has no users and gets none; the reason is told. */
    REFUSED;

    /** The word for people and in JSON: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
