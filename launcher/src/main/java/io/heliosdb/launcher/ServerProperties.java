package io.heliosdb.launcher;

/**
 * What the command line tells the bundles: framework properties, which a component reads from its bundle context. Where
 * both are given, they win over the same setting in a file of the home's {@code etc} folder.
 */
public final class ServerProperties {
    /** Absolute path of the home; always set. */
    public static final String HOME = "heliosdb.home";
    /** Version of the program; always set. */
    public static final String VERSION = "heliosdb.version";
    /** Address on which every port listens. */
    public static final String BIND = "heliosdb.bind";
    /** The shared port. */
    public static final String PORT = "heliosdb.port";
    /** {@code true}: every port is a free one that the system chooses. */
    public static final String EPHEMERAL = "heliosdb.ephemeral";
    /** {@code true}: there is a user {@code demo} with the password {@code demo} and a database {@code demo}. */
    public static final String DEMO = "heliosdb.demo";
    /** {@code postgresql://user:password@host:port/database} of the engine; the embedded one where it is not set. */
    public static final String ENGINE = "heliosdb.engine";

    private ServerProperties() {}
}
