package io.heliosdb.console.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliosdb.console.internal.Services;
import io.heliosdb.console.internal.http.Problem;
import io.heliosdb.console.internal.http.Request;
import io.heliosdb.console.internal.http.Response;
import io.heliosdb.console.internal.http.Route.Access;
import io.heliosdb.console.internal.http.Route.Body;
import io.heliosdb.console.internal.http.Routes;
import io.heliosdb.spi.configuration.Form;
import io.heliosdb.spi.operation.ClientAddress;
import io.heliosdb.spi.operation.PacketTraces;
import io.heliosdb.spi.operation.Trace;
import io.heliosdb.spi.operation.TraceRequest;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Packet traces: begun, listed, ended, fetched. */
final class TraceResource {
    private static final String PATH = "/api/v1/traces";
    private static final String ONE = PATH + "/{trace}";
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'trace-'uuuuMMdd-HHmmss-SSS'.pcapng'").withZone(ZoneOffset.UTC);
    private static final long STOP_SECONDS = 30;

    private final Services services;

    TraceResource(Services services) {
        this.services = services;
    }

    void addTo(Routes routes) {
        routes.get(
                PATH,
                request -> Response.ok(Map.of(
                        "traces",
                        traces().list().stream().map(TraceResource::view).toList())));
        routes.add(HttpMethod.POST, PATH, Access.TOKEN, Body.JSON, Routes.at(this::start));
        routes.add(HttpMethod.POST, ONE + "/stop", Access.TOKEN, Body.JSON, this::stop);
        routes.get(ONE, this::download);
    }

    private PacketTraces traces() {
        return services.need(PacketTraces.class, "Traces");
    }

    private Response start(Request request) {
        try {
            return Response.json(201, view(traces().start(wish(request.json()))));
        } catch (IllegalArgumentException e) {
            throw new Problem(400, e.getMessage());
        }
    }

    private static TraceRequest wish(JsonNode wishes) {
        TraceRequest wish = TraceRequest.everything(wishes.path("file").asText(NAME.format(Instant.now())));
        if (wishes.hasNonNull("protocol")) {
            wish = wish.ofProtocol(wishes.get("protocol").asText());
        }
        if (wishes.hasNonNull("client")) {
            wish = wish.ofClient(ClientAddress.parse(wishes.get("client").asText()));
        }
        if (wishes.hasNonNull("connection")) {
            wish = wish.ofConnection(wishes.get("connection").asLong());
        }
        if (wishes.hasNonNull("user")) {
            wish = wish.ofUser(wishes.get("user").asText());
        }
        if (wishes.path("secrets").asBoolean(false)) {
            wish = wish.withSecrets();
        }
        return wish.atMost(
                wishes.hasNonNull("size")
                        ? Request.read("size", wishes.get("size").asText(), Form.bytes())
                        : TraceRequest.DEFAULT_BYTES,
                wishes.hasNonNull("time")
                        ? Request.read("time", wishes.get("time").asText(), Form.positiveDuration())
                        : TraceRequest.DEFAULT_TIME);
    }

    private CompletionStage<Response> stop(Request request) {
        return traces().stop(request.number("trace"))
                .toCompletableFuture()
                .copy()
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .thenApply(trace -> Response.ok(view(trace)));
    }

    /** What is in the file so far, where the trace still runs. */
    private Response download(Request request) {
        long id = request.number("trace");
        Trace trace = traces().list().stream()
                .filter(listed -> listed.id() == id && Files.isReadable(listed.file()))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "There is no trace " + id + " with a file"));
        return Response.file("application/octet-stream", trace.file())
                .with(
                        "Content-Disposition",
                        "attachment; filename=\"" + trace.file().getFileName() + "\"");
    }

    private static Map<String, Object> view(Trace trace) {
        TraceRequest wish = trace.request();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", trace.id());
        view.put("file", trace.file().toString());
        view.put("state", trace.state().name().toLowerCase(Locale.ROOT));
        trace.failure().ifPresent(failure -> view.put("failure", failure));
        wish.protocol().ifPresent(protocol -> view.put("protocol", protocol));
        wish.client().ifPresent(client -> view.put("client", client.toString()));
        wish.connection().ifPresent(connection -> view.put("connection", connection));
        wish.user().ifPresent(user -> view.put("user", user));
        view.put("secrets", wish.secrets());
        view.put("maxBytes", wish.maxBytes());
        view.put("maxSeconds", wish.maxTime().toSeconds());
        view.put("bytes", trace.bytes());
        view.put("packets", trace.packets());
        view.put("dropped", trace.dropped());
        view.put("connections", trace.connections());
        view.put("since", trace.since().toString());
        return view;
    }
}
