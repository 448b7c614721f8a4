package io.heliosdb.console.internal.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request is not answered as it wished (RFC 9457). It carries no stack trace, because it reports a condition, not a
 * defect.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The media type of its JSON. */
    static final String TYPE = "application/problem+json";

    private final int status;
    private final transient Map<String, Object> members;

    /** @param detail for whoever reads the answer: what was found, and what to do */
    public Problem(int status, String detail) {
        this(status, detail, Map.of());
    }

    /** @param members further ones of the JSON object, as Jackson writes them */
    public Problem(int status, String detail, Map<String, Object> members) {
        super(detail, null, false, false);
        this.status = status;
        this.members = new LinkedHashMap<>(members);
    }

    public int status() {
        return status;
    }

    /** The problem as the client gets it. */
    Response response() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "about:blank");
        object.put("title", HttpResponseStatus.valueOf(status).reasonPhrase());
        object.put("status", status);
        object.put("detail", getMessage());
        object.putAll(members);
        Response response = Response.json(status, object).as(TYPE);
        return status == HttpResponseStatus.UNAUTHORIZED.code()
                ? response.with("WWW-Authenticate", "Bearer realm=\"heliosdb\"")
                : response;
    }
}
