package io.heliosdb.identity.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Reads typed values; a missing field is a null node. */
final class Fields {
    private Fields() {}

    static ObjectNode object(String where, JsonNode value) throws FieldException {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new FieldException(where + " is no object");
    }

    static int integer(String where, JsonNode value) throws FieldException {
        if (value != null && value.canConvertToInt() && value.isIntegralNumber()) {
            return value.intValue();
        }
        throw new FieldException(where + " is no number");
    }

    static String text(String where, JsonNode value) throws FieldException {
        if (value != null && value.isTextual()) {
            return value.textValue();
        }
        throw new FieldException(where + " is no text");
    }

    static Optional<String> optionalText(String where, JsonNode value) throws FieldException {
        return value == null ? Optional.empty() : Optional.of(text(where, value));
    }

    static boolean truth(String where, JsonNode value, boolean missing) throws FieldException {
        if (value == null) {
            return missing;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        throw new FieldException(where + " is neither true nor false");
    }
}
