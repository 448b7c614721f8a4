package io.heliosdb.console.internal.shell;

import io.heliosdb.console.internal.ContainerServices;
import io.heliosdb.console.internal.Services;
import io.heliosdb.console.internal.metrics.Statistics;
import io.heliosdb.console.internal.metrics.Statistics.Quantiles;
import io.heliosdb.console.internal.metrics.Statistics.Summary;
import io.heliosdb.spi.configuration.Form;
import io.heliosdb.spi.operation.BundleDeployer;
import io.heliosdb.spi.operation.ConnectionState;
import io.heliosdb.spi.operation.Connections;
import io.heliosdb.spi.operation.DeployedBundle;
import io.heliosdb.spi.operation.DeployedBundle.ProbeOutcome;
import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.protocol.ClientDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** What the shell of the container can be told: {@code helios:bundles}, {@code helios:drain 41}. Made when it is first told something. */
@Component(
        service = Commands.class,
        property = {
            "osgi.command.scope=helios",
            "osgi.command.function=bundles",
            "osgi.command.function=connections",
            "osgi.command.function=statistics",
            "osgi.command.function=drain",
            "osgi.command.function=admit",
            "osgi.command.function=remove",
            "osgi.command.function=probe",
            "osgi.command.function=end"
        })
public final class Commands {
    private static final long SOON_SECONDS = 5;
    private static final long PROBES_MINUTES = 10;

    private final Services services;
    private final Statistics statistics;
    private final Optional<ContainerServices> followed;

    @Activate
    public Commands(BundleContext context, @Reference Statistics statistics) {
        this(new ContainerServices(context), statistics);
    }

    Commands(Services services, Statistics statistics) {
        this.services = services;
        this.statistics = statistics;
        this.followed = services instanceof ContainerServices own ? Optional.of(own) : Optional.empty();
    }

    @Deactivate
    void stop() {
        followed.ifPresent(ContainerServices::close);
    }

    /** The bundles that bring protocols, auth mechanisms and dialects. */
    public String bundles() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "BUNDLE", "VERSION", "STATE", "SHARE", "USERS", "BRINGS", "REASON"));
        for (DeployedBundle bundle : deployer().list()) {
            rows.add(List.of(
                    Long.toString(bundle.id()),
                    bundle.symbolicName().isEmpty() ? bundle.file() : bundle.symbolicName(),
                    bundle.version(),
                    bundle.state().word(),
                    bundle.services().stream().mapToInt(Deployment::share).max().orElse(0) + " %",
                    Integer.toString(bundle.services().stream()
                            .mapToInt(Deployment::users)
                            .sum()),
                    bundle.services().stream()
                            .map(service -> service.kind().word() + " " + service.name())
                            .collect(Collectors.joining(", ")),
                    bundle.reason()));
        }
        return table(rows);
    }

    /** Who is connected. */
    public String connections() throws InterruptedException, ExecutionException, TimeoutException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "CLIENT", "PROTOCOL", "DRIVER", "USER", "TLS", "ACTIVITY", "STATEMENTS"));
        for (ConnectionState state : soon(need(Connections.class, "Connections").connections())) {
            Optional<ClientDescription> client = state.client();
            rows.add(List.of(
                    Long.toString(state.id()),
                    state.remote(),
                    state.protocol().orElse(""),
                    client.flatMap(ClientDescription::driver).orElse(""),
                    client.map(ClientDescription::user).orElse(""),
                    state.encrypted() ? "yes" : "no",
                    state.activity().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    Long.toString(state.statements())));
        }
        return table(rows);
    }

    /** Rates and latencies of the last minute. */
    public String statistics() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PROTOCOL", "OPEN", "STATEMENTS/S", "P50 MS", "P95 MS", "P99 MS", "ERRORS"));
        for (String protocol : statistics.protocols()) {
            Summary minute = statistics.lastMinute(List.of(protocol));
            Quantiles latency = minute.latency();
            rows.add(List.of(
                    protocol,
                    Long.toString(statistics.openConnections(protocol)),
                    decimal(minute.rate()),
                    millis(latency.p50()),
                    millis(latency.p95()),
                    millis(latency.p99()),
                    Long.toString(minute.errors().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())));
        }
        return table(rows);
    }

    /** Lets a bundle's users finish. */
    public String drain(long bundle) {
        CompletionStage<Void> draining = deployer().drain(bundle);
        return "bundle " + bundle + (draining.toCompletableFuture().isDone() ? " is drained" : " drains");
    }

    /** Gives a bundle every new connection. */
    public String admit(long bundle) {
        return admit(bundle, BundleDeployer.ALL);
    }

    /** Gives a bundle a share of the new connections, in percent. */
    public String admit(long bundle, int share) {
        deployer().admit(bundle, Form.number(1, BundleDeployer.ALL).read(Integer.toString(share)), Duration.ZERO);
        return "bundle " + bundle + " is admitted to " + share + " %";
    }

    /** Gives a bundle a share of the new connections, and after some time ({@code '15 min'}) all, if it is healthy. */
    public String admit(long bundle, int share, String time) {
        deployer()
                .admit(
                        bundle,
                        Form.number(1, BundleDeployer.ALL).read(Integer.toString(share)),
                        Form.duration().read(time));
        return "bundle " + bundle + " is admitted to " + share + " % for " + time;
    }

    /** Drains a bundle, then takes it out. */
    public String remove(long bundle) {
        CompletionStage<Void> removing = deployer().remove(bundle);
        return "bundle " + bundle + (removing.toCompletableFuture().isDone() ? " is removed" : " drains");
    }

    /** Runs a bundle's probes against it. */
    public String probe(long bundle) throws InterruptedException, ExecutionException, TimeoutException {
        List<ProbeOutcome> outcomes = deployer()
                .probe(bundle)
                .toCompletableFuture()
                .get(PROBES_MINUTES, TimeUnit.MINUTES)
                .probes();
        return table(outcomes.stream()
                .map(outcome -> List.of(outcome.verdict(), outcome.probe(), outcome.title(), outcome.message()))
                .toList());
    }

    /** Ends a connection. */
    public String end(long connection) throws InterruptedException, ExecutionException, TimeoutException {
        return soon(need(Connections.class, "Connections").end(connection))
                ? "connection " + connection + " is ended"
                : "there is no connection " + connection;
    }

    private BundleDeployer deployer() {
        return need(BundleDeployer.class, "Bundles");
    }

    private <T> T need(Class<T> type, String what) {
        return services.need(type, what);
    }

    private static <T> T soon(CompletionStage<T> stage)
            throws InterruptedException, ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(SOON_SECONDS, TimeUnit.SECONDS);
    }

    private static String millis(double seconds) {
        return decimal(seconds * TimeUnit.SECONDS.toMillis(1));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Columns that line up, without what a terminal would obey. */
    private static String table(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                if (i == widths.size()) {
                    widths.add(0);
                }
                widths.set(i, Math.max(widths.get(i), row.get(i).length()));
            }
        }
        return rows.stream()
                .map(row -> {
                    StringBuilder line = new StringBuilder();
                    for (int i = 0; i < row.size(); i++) {
                        String cell = row.get(i).replaceAll("\\p{Cntrl}", "?");
                        line.append(cell).append(" ".repeat(widths.get(i) - cell.length() + 2));
                    }
                    return line.toString().stripTrailing();
                })
                .collect(Collectors.joining("\n"));
    }
}
