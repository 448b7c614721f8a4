package io.heliosdb.console.internal.api;

import io.heliosdb.console.internal.http.Response;
import io.heliosdb.console.internal.http.Routes;
import io.heliosdb.console.internal.metrics.Statistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rates, latencies and errors. */
final class StatisticsResource {
    private final Statistics statistics;

    StatisticsResource(Statistics statistics) {
        this.statistics = statistics;
    }

    void addTo(Routes routes) {
        routes.get("/api/v1/statistics", request -> Response.ok(view()));
    }

    private Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        List<String> names = statistics.protocols();
        view.put("lastMinute", statistics.lastMinute(names));
        view.put("sinceStart", statistics.sinceStart(names));
        Map<String, Object> protocols = new LinkedHashMap<>();
        for (String name : names) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("openConnections", statistics.openConnections(name));
            one.put("connections", statistics.connectionsSinceStart(name));
            one.put("lastMinute", statistics.lastMinute(List.of(name)));
            one.put("sinceStart", statistics.sinceStart(List.of(name)));
            protocols.put(name, one);
        }
        view.put("protocols", protocols);
        view.put("history", statistics.history());
        return view;
    }
}
