package io.heliosdb.console.internal.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a request is answered.
 *
 * @param body whole; empty where a file is sent
 * @param file sent piece by piece
 * @param headers beside those that every response has; they win over these
 */
public record Response(int status, String type, byte[] body, Optional<Path> file, Map<String, String> headers) {
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final byte[] NONE = {};

    /** @param value as Jackson writes it: maps, lists, records of plain values, JSON nodes */
    public static Response json(int status, Object value) {
        try {
            return new Response(
                    status, "application/json", MAPPER.writeValueAsBytes(value), Optional.empty(), Map.of());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Response ok(Object value) {
        return json(200, value);
    }

    public static Response text(String type, String text) {
        return bytes(type, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Response bytes(String type, byte[] body) {
        return new Response(200, type, body, Optional.empty(), Map.of());
    }

    public static Response file(String type, Path file) {
        return new Response(200, type, NONE, Optional.of(file), Map.of());
    }

    public static Response empty(int status) {
        return new Response(status, "", NONE, Optional.empty(), Map.of());
    }

    public Response with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Response(status, type, body, file, more);
    }

    Response as(String otherType) {
        return new Response(status, otherType, body, file, headers);
    }
}
