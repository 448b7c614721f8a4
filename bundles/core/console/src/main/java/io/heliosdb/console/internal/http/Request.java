package io.heliosdb.console.internal.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.heliosdb.spi.configuration.Form;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A request with its whole body.
 *
 * @param head its line and headers
 * @param encrypted whether it came through TLS
 * @param variables the parts of the path that the route leaves open, by their names
 * @param query its parameters, each with its first value
 * @param body empty where it is in a file
 * @param upload the file with its body, which goes when the request is answered
 */
public record Request(
        HttpRequest head,
        boolean encrypted,
        Map<String, String> variables,
        Map<String, String> query,
        byte[] body,
        Optional<Path> upload) {
    /** A number in the path. */
    public long number(String variable) {
        try {
            return Long.parseLong(variables.get(variable));
        } catch (NumberFormatException e) {
            throw new Problem(404, "There is no " + variable + " " + variables.get(variable));
        }
    }

    /** A parameter that says yes or no; no where it is missing. */
    public boolean flag(String parameter) {
        return read(parameter, query.getOrDefault(parameter, "false"), Form.flag());
    }

    /**
     * Reads what the client wrote for a name.
     *
     * @throws Problem (400) that says what was found and what was expected
     */
    public static <T> T read(String name, String text, Form<T> form) {
        try {
            return form.read(text.strip());
        } catch (IllegalArgumentException e) {
            throw new Problem(400, name + ": \"" + text + "\" (expected: " + e.getMessage() + ")");
        }
    }

    /** The body as a JSON object; an empty one where there is no body. */
    public JsonNode json() {
        if (body.length == 0) {
            return Response.MAPPER.createObjectNode();
        }
        try {
            JsonNode value = Response.MAPPER.readTree(body);
            if (!value.isObject()) {
                throw new Problem(400, "The body has to be a JSON object");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new Problem(400, "The body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
