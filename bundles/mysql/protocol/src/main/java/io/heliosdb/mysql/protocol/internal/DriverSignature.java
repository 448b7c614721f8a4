package io.heliosdb.mysql.protocol.internal;

import java.util.Map;
import java.util.Optional;

/** Recognises MySQL drivers by the attributes that they send of themselves (manual, "Connection Attributes"). */
final class DriverSignature {
    private DriverSignature() {}

    /** The driver with its version, where the attributes name one. */
    static Optional<String> of(Map<String, String> attributes) {
        // A connector on top of a client library names itself apart; the library's name stands beside it.
        return named(attributes, "_connector_name", "_connector_version")
                .or(() -> named(attributes, "_client_name", "_client_version"));
    }

    private static Optional<String> named(Map<String, String> attributes, String nameKey, String versionKey) {
        return Optional.ofNullable(attributes.get(nameKey))
                .filter(name -> !name.isBlank())
                .map(name -> attributes.containsKey(versionKey) ? name + " " + attributes.get(versionKey) : name);
    }

    /** The application's name for itself. */
    static Optional<String> application(Map<String, String> attributes) {
        return Optional.ofNullable(attributes.get("program_name")).filter(name -> !name.isBlank());
    }
}
