package io.heliosdb.compat.matrix;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.heliosdb.compat.LabException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where the cases of a cell run. */
public enum Lane {
    /** Against HeliosDB, which is judged by the cases. */
    LIVE,

    /** Against the vendor's own server, which judges the cases: one that fails there is a wrong case. */
    REFERENCE,

    /** The driver's own test suite, from its published sources, against HeliosDB. */
    UPSTREAM,

    /** The driver's own test suite against the vendor's own server: what there is to reach. */
    UPSTREAM_REFERENCE,

    /** The probes, run by CPython and by Jython in the container, against HeliosDB. No conformance of a driver. */
    PROBE;

    /** Whether its cases run against the vendor's own server. */
    public boolean isReference() {
        return this == REFERENCE || this == UPSTREAM_REFERENCE;
    }

    /** Whether it runs a driver's own suite. That takes minutes, so it runs only where it is asked for. */
    public boolean isUpstream() {
        return this == UPSTREAM || this == UPSTREAM_REFERENCE;
    }

    /** The lane's name in the matrix, on the command line and in {@code COMPAT_LANE}. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The lane called {@code id}.
     *
     * @throws LabException where there is none of that name
     */
    @JsonCreator
    public static Lane of(String id) {
        return Arrays.stream(values())
                .filter(lane -> lane.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new LabException("no lane '" + id + "' (expected: "
                        + Arrays.stream(values()).map(Lane::id).collect(Collectors.joining(", ")) + ")"));
    }
}
