package io.heliosdb.console.internal.api;

import io.heliosdb.spi.operation.ConnectionState;
import io.heliosdb.spi.operation.DeployedBundle;
import io.heliosdb.spi.operation.DeployedBundle.ProbeOutcome;
import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.protocol.ClientDescription;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The contracts' records as JSON shows them: times in seconds, absent values left out. */
public final class Views {
    private static final double NANOS = 1e9;

    private Views() {}

    static Map<String, Object> bundle(DeployedBundle bundle) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", bundle.id());
        view.put("symbolicName", bundle.symbolicName());
        view.put("version", bundle.version());
        view.put("file", bundle.file());
        view.put("state", bundle.state().word());
        view.put("reason", bundle.reason());
        view.put("since", bundle.since().toString());
        view.put("services", bundle.services().stream().map(Views::deployment).toList());
        view.put("probes", bundle.probes().stream().map(Views::probe).toList());
        return view;
    }

    private static Map<String, Object> probe(ProbeOutcome outcome) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("probe", outcome.probe());
        view.put("name", outcome.name());
        view.put("title", outcome.title());
        view.put("verdict", outcome.verdict());
        view.put("message", outcome.message());
        view.put("seconds", outcome.seconds());
        return view;
    }

    static Map<String, Object> deployment(Deployment deployment) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", deployment.id());
        view.put("kind", deployment.kind().word());
        view.put("name", deployment.name());
        view.put("version", deployment.version());
        view.put("bundle", deployment.bundleId());
        view.put("state", deployment.state().word());
        view.put("reason", deployment.reason());
        view.put("share", deployment.share());
        view.put("users", deployment.users());
        view.put("statements", deployment.statements());
        view.put("errors", deployment.errors());
        return view;
    }

    static Map<String, Object> connection(ConnectionState state) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", state.id());
        view.put("remote", state.remote());
        view.put("port", state.port());
        state.protocol().ifPresent(protocol -> view.put("protocol", protocol));
        state.client().ifPresent(client -> describe(client, view));
        view.put("encrypted", state.encrypted());
        view.put("activity", state.activity().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        view.put("statements", state.statements());
        view.put("age", seconds(state.age()));
        view.put("unchanged", seconds(state.unchanged()));
        return view;
    }

    private static void describe(ClientDescription client, Map<String, Object> view) {
        view.put("user", client.user());
        view.put("database", client.database());
        client.driver().ifPresent(driver -> view.put("driver", driver));
        client.application().ifPresent(application -> view.put("application", application));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
