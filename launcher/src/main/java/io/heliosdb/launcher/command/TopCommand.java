package io.heliosdb.launcher.command;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.admin.AdminClient;
import io.heliosdb.launcher.admin.Answer;
import io.heliosdb.launcher.admin.RefusedException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code heliosdb top}: what a running server does, again and again. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what a running server does: statements in a second, latencies, errors, and the connections, those that"
                    + " work first. Ctrl-C ends it.",
            "Rates and latencies are of the last minute."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:shown once, or ended by Ctrl-C",
            "1:no server runs in the home, or it stopped; the reason is on standard error",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  heliosdb top", "  heliosdb top --interval 5 --connections 50", "  heliosdb top --once"})
public final class TopCommand implements Callable<Integer> {
    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final long MILLIS = 1000;
    private static final int LONGEST_INTERVAL = 3600;
    private static final int MOST_ERRORS = 8;

    @Spec
    private CommandSpec spec;

    @Option(names = "--once", description = "Print once and end, for scripts.")
    private boolean once;

    @Option(names = "--interval", paramLabel = "SECONDS", description = "Between two looks. Default: 2.")
    private int interval = 2;

    @Option(names = "--connections", paramLabel = "N", description = "Most connections that are shown. Default: 20.")
    private int shown = 20;

    @Mixin
    private HomeOption home;

    @Override
    public Integer call() throws LaunchException {
        if (interval < 1 || interval > LONGEST_INTERVAL) {
            throw new ParameterException(
                    spec.commandLine(), "--interval " + interval + " (expected: 1 to " + LONGEST_INTERVAL + ")");
        }
        AdminClient client = AdminClient.of(home.home());
        PrintWriter out = spec.commandLine().getOut();
        while (true) {
            String view = view(client);
            if (!once && Ansi.AUTO.enabled()) {
                out.print(CLEAR);
            }
            out.println(view);
            out.flush();
            if (once) {
                return ExitCode.OK;
            }
            try {
                Thread.sleep(interval * MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ExitCode.OK;
            }
        }
    }

    private String view(AdminClient client) throws LaunchException {
        Answer statistics = client.get("statistics");
        List<String> parts = new ArrayList<>(List.of(head(client.get("server")), protocols(statistics)));
        String errors = errors(statistics.object("lastMinute").object("errors"));
        if (!errors.isEmpty()) {
            parts.add(errors);
        }
        try {
            parts.add(connections(client.get("connections").list("connections"), shown));
        } catch (RefusedException e) {
            parts.add(e.getMessage());
        }
        return String.join(System.lineSeparator() + System.lineSeparator(), parts);
    }

    static String head(Answer server) {
        Answer engine = server.object("engine");
        String ports = server.object("ports").members().entrySet().stream()
                .map(port -> port.getKey() + " " + port.getValue())
                .collect(Collectors.joining(", "));
        return "HeliosDB " + server.string("version") + ", up " + Amounts.age(server.number("uptime"))
                + ", " + engine.string("kind") + " engine " + engine.string("state")
                + (engine.string("reason").isEmpty() ? "" : " (" + engine.string("reason") + ")")
                + System.lineSeparator() + "ports: " + ports;
    }

    static String protocols(Answer statistics) {
        List<Map<String, String>> rows = new ArrayList<>();
        Answer protocols = statistics.object("protocols");
        for (String name : protocols.members().keySet()) {
            Answer protocol = protocols.object(name);
            rows.add(row(name, String.valueOf(protocol.integer("openConnections")), protocol));
        }
        rows.add(row("all", "", statistics));
        return Table.of(rows, List.of("protocol", "open", "statements/s", "p50", "p95", "p99", "longest", "errors"));
    }

    private static Map<String, String> row(String name, String open, Answer summaries) {
        Answer minute = summaries.object("lastMinute");
        Answer latency = minute.object("latency");
        Map<String, String> row = new LinkedHashMap<>();
        row.put("protocol", name);
        row.put("open", open);
        row.put("statements/s", Amounts.decimal(minute.number("rate")));
        for (String quantile : List.of("p50", "p95", "p99", "longest")) {
            row.put(quantile, Amounts.latency(latency.number(quantile)));
        }
        Answer errors = minute.object("errors");
        row.put(
                "errors",
                String.valueOf(errors.members().keySet().stream()
                        .mapToLong(errors::integer)
                        .sum()));
        return row;
    }

    static String errors(Answer errors) {
        return errors.members().isEmpty()
                ? ""
                : "errors: "
                        + errors.members().keySet().stream()
                                .sorted(Comparator.comparing(errors::integer).reversed())
                                .limit(MOST_ERRORS)
                                .map(code -> Printable.of(code) + " " + errors.integer(code) + "×")
                                .collect(Collectors.joining(", "));
    }

    static String connections(List<Answer> connections, int most) {
        if (connections.isEmpty()) {
            return "no connections";
        }
        List<Answer> busyFirst = connections.stream()
                .sorted(Comparator.<Answer, Boolean>comparing(
                                connection -> connection.string("activity").equals("idle"))
                        .thenComparing(connection -> -connection.integer("statements")))
                .limit(most)
                .toList();
        int more = connections.size() - busyFirst.size();
        return ConnectionCommand.table(busyFirst) + (more > 0 ? System.lineSeparator() + "and " + more + " more" : "");
    }
}
