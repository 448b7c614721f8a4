package io.heliosdb.mysql.protocol.internal.message;

import io.heliosdb.mysql.protocol.internal.type.CharacterSet;
import java.util.Objects;

/**
 * What client and server agreed on, as far as messages look different for it.
 *
 * @param capabilities what both can do; 0 before the client said so
 * @param results the character set of names and messages
 */
public record Negotiated(int capabilities, CharacterSet results) {
    public Negotiated {
        Objects.requireNonNull(results, "results");
    }

    public boolean has(int capability) {
        return Capability.has(capabilities, capability);
    }
}
