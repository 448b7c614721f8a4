package io.heliosdb.console.internal.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A method of a path, and what answers it.
 *
 * @param template of the path; {@code {name}} stands for one part of it
 */
public record Route(HttpMethod method, String template, Access access, Body body, Handler handler) {
    /** Who may ask. */
    public enum Access {
        EVERYONE,
        TOKEN,
        /** The token, or everybody where the setting {@code metrics-open} says so. */
        METRICS
    }

    /** What a request may bring. */
    public enum Body {
        NONE,
        JSON,
        /** JSON, or a jar of any permitted size. */
        UPLOAD
    }

    /** Answers requests, on a thread that may wait. */
    @FunctionalInterface
    public interface Handler {
        /** @throws Problem where it cannot, as the stage may fail with one, too */
        CompletionStage<Response> handle(Request request);
    }

    /** The values of the template's names where a path is of this route. */
    Optional<Map<String, String>> match(List<String> path) {
        List<String> parts = List.of(template.split("/", -1));
        if (parts.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (part.startsWith("{")) {
                variables.put(part.substring(1, part.length() - 1), path.get(i));
            } else if (!part.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
