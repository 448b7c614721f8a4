package io.heliosdb.pg.wire;

/**
 * A version of the frontend/backend protocol, as a StartupMessage names it.
 *
 * @param major the incompatible part, 3 since PostgreSQL 7.4
 * @param minor the compatible part; 2 since PostgreSQL 18, 1 was never in use
 */
public record ProtocolVersion(int major, int minor) implements Comparable<ProtocolVersion> {
    public static final ProtocolVersion V3_0 = new ProtocolVersion(3, 0);
    public static final ProtocolVersion V3_2 = new ProtocolVersion(3, 2);

    public static ProtocolVersion of(int code) {
        return new ProtocolVersion(code >>> Short.SIZE, code & 0xffff);
    }

    public int code() {
        return major << Short.SIZE | minor;
    }

    /** Whether cancel keys may be longer than four octets. */
    public boolean longCancelKeys() {
        return compareTo(V3_2) >= 0;
    }

    @Override
    public int compareTo(ProtocolVersion other) {
        return Integer.compareUnsigned(code(), other.code());
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
