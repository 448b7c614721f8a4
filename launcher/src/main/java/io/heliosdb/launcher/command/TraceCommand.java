package io.heliosdb.launcher.command;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.admin.AdminClient;
import io.heliosdb.launcher.admin.Answer;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heliosdb trace}: packet traces of a running server. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Writes what goes between clients and a running server to files that Wireshark reads, in clear even"
                        + " where TLS is between them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, or no server runs in the home; the reason is on standard error",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  heliosdb trace start --protocol mysql --time '2 min'",
            "  heliosdb trace list",
            "  heliosdb trace stop 1"
        })
public final class TraceCommand {
    private static final String PATH = "traces";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "start",
            mixinStandardHelpOptions = true,
            description =
                    "Begins a trace, in the folder traces of the home. It ends at its time, its size, or when it is"
                            + " stopped. Passwords are masked.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  heliosdb trace start",
                "  heliosdb trace start --client 192.0.2.0/24 --time '10 min' --size '1 GB'",
                "  heliosdb trace start --connection 1207 --file slow.pcapng"
            })
    void start(@Mixin TraceWishes wishes, @Mixin HomeOption home) throws LaunchException {
        Answer trace = AdminClient.of(home.home()).post(PATH, wishes.members());
        print("trace " + trace.string("id") + " writes " + trace.string("file"));
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the traces that run and those that ended last.",
            footerHeading = "%nExamples:%n",
            footer = {"  heliosdb trace list", "  heliosdb trace list --json"})
    void list(
            @Option(names = "--json", description = "Print JSON and not a table.") boolean json, @Mixin HomeOption home)
            throws LaunchException {
        Answer answer = AdminClient.of(home.home()).get(PATH);
        print(json ? answer.text() : table(answer.list(PATH)));
    }

    static String table(List<Answer> traces) {
        return Table.of(
                traces.stream().map(TraceCommand::row).toList(),
                List.of("id", "state", "connections", "packets", "bytes", "dropped", "only", "file"));
    }

    private static Map<String, String> row(Answer trace) {
        Map<String, String> row = new LinkedHashMap<>();
        for (String column : List.of("id", "connections", "packets", "bytes", "dropped", "file")) {
            row.put(column, trace.string(column));
        }
        row.put(
                "state",
                trace.string("state") + (trace.string("failure").isEmpty() ? "" : ": " + trace.string("failure")));
        row.put(
                "only",
                Stream.of("protocol", "client", "connection", "user")
                        .filter(name -> !trace.string(name).isEmpty())
                        .map(name -> name + " " + Printable.of(trace.string(name)))
                        .collect(Collectors.joining(", ")));
        return row;
    }

    @Command(
            name = "stop",
            mixinStandardHelpOptions = true,
            description = "Ends a trace. Its file stays.",
            footerHeading = "%nExamples:%n",
            footer = "  heliosdb trace stop 1")
    void stop(@Parameters(paramLabel = "ID", description = "The trace's number.") long id, @Mixin HomeOption home)
            throws LaunchException {
        Answer trace = AdminClient.of(home.home()).post(PATH + "/" + id + "/stop", Map.of());
        print(trace.string("packets") + " packets in " + trace.string("file"));
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
