package io.heliosdb.mysql.protocol.internal;

import java.util.Optional;

/** What the server calls itself: clients read the first numbers as those of the MySQL that it behaves like. */
public final class ServerVersion {
    private static final String MYSQL = "8.4.0";

    /** For example {@code 8.4.0-HeliosDB-0.1.0}. */
    public static final String TEXT = MYSQL + "-HeliosDB-" + own();

    private ServerVersion() {}

    private static String own() {
        return Optional.ofNullable(ServerVersion.class.getPackage().getImplementationVersion())
                .orElse("0.1.0");
    }
}
