package io.heliosdb.launcher.command;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.admin.AdminClient;
import io.heliosdb.launcher.admin.Answer;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heliosdb connection}: who is connected to a running server. */
@Command(
        name = "connection",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists the connections of a running server, and ends one.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:no such connection, or no server runs in the home; the reason is on standard error",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  heliosdb connection list", "  heliosdb connection end 1207"})
public final class ConnectionCommand {
    private static final String PATH = "connections";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the connections, by their numbers, which are those of the log.",
            footerHeading = "%nExamples:%n",
            footer = {"  heliosdb connection list", "  heliosdb connection list --json"})
    void list(
            @Option(names = "--json", description = "Print JSON and not a table.") boolean json, @Mixin HomeOption home)
            throws LaunchException {
        Answer answer = AdminClient.of(home.home()).get(PATH);
        print(json ? answer.text() : table(answer.list(PATH)));
    }

    static String table(List<Answer> connections) {
        return Table.of(
                connections.stream().map(ConnectionCommand::row).toList(),
                List.of(
                        "id",
                        "client",
                        "protocol",
                        "driver",
                        "user",
                        "database",
                        "tls",
                        "activity",
                        "for",
                        "statements",
                        "age"));
    }

    private static Map<String, String> row(Answer connection) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("id", connection.string("id"));
        row.put("client", connection.string("remote"));
        row.put("protocol", connection.string("protocol"));
        String driver = connection.string("driver");
        row.put("driver", Printable.of(driver.isEmpty() ? connection.string("application") : driver));
        row.put("user", Printable.of(connection.string("user")));
        row.put("database", Printable.of(connection.string("database")));
        row.put("tls", connection.flag("encrypted") ? "yes" : "no");
        row.put("activity", connection.string("activity"));
        row.put("for", Amounts.age(connection.number("unchanged")));
        row.put("statements", connection.string("statements"));
        row.put("age", Amounts.age(connection.number("age")));
        return row;
    }

    @Command(
            name = "end",
            mixinStandardHelpOptions = true,
            description = "Ends a connection; its client is told so by its protocol's own error.",
            footerHeading = "%nExamples:%n",
            footer = "  heliosdb connection end 1207")
    void end(@Parameters(paramLabel = "ID", description = "The connection's number.") long id, @Mixin HomeOption home)
            throws LaunchException {
        AdminClient.of(home.home()).delete(PATH + "/" + id);
        print("connection " + id + " is ended");
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
