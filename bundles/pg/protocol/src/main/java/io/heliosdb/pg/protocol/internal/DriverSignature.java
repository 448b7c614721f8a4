package io.heliosdb.pg.protocol.internal;

import java.util.Map;
import java.util.Optional;

/** Recognises PostgreSQL drivers by what they put into their StartupMessage. */
final class DriverSignature {
    private DriverSignature() {}

    /** The driver, where its parameters give it away. */
    static Optional<String> of(Map<String, String> parameters) {
        String application = parameters.getOrDefault("application_name", "");
        if ("'utf-8'".equals(parameters.get("client_encoding"))) {
            return Optional.of("asyncpg"); // quotes the encoding as no other driver does (all versions seen)
        }
        if (application.equals("PostgreSQL JDBC Driver")) {
            return Optional.of("pgjdbc");
        }
        if (application.equals("psql") || application.equals("pgbench")) {
            return Optional.of(application);
        }
        return Optional.empty();
    }
}
