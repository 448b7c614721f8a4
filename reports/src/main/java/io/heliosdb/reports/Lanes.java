package io.heliosdb.reports;

import java.util.List;

/** The lanes that reports know by name: where the cases of a cell run. */
public final class Lanes {

    /** Our cases against HeliosDB. */
    public static final String LIVE = "live";

    /** The same cases against the vendor's own server, which judges the cases. */
    public static final String REFERENCE = "reference";

    /** The driver's own test suite against HeliosDB. */
    public static final String UPSTREAM = "upstream";

    /** The driver's own test suite against the vendor's own server, which says what can be had. */
    public static final String UPSTREAM_REFERENCE = "upstream-reference";

    /** Probes run inside the container, against HeliosDB. */
    public static final String PROBE = "probe";

    /** All lanes, in the order of reports. */
    public static final List<String> ALL = List.of(LIVE, REFERENCE, UPSTREAM, UPSTREAM_REFERENCE, PROBE);

    private Lanes() {}

    /** Whether the cases of {@code lane} run against the vendor's own server and so say nothing of HeliosDB. */
    public static boolean isGenuine(String lane) {
        return lane.equals(REFERENCE) || lane.equals(UPSTREAM_REFERENCE);
    }
}
