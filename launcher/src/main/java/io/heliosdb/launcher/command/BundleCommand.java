package io.heliosdb.launcher.command;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.admin.AdminClient;
import io.heliosdb.launcher.admin.Answer;
import io.heliosdb.launcher.admin.RefusedException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heliosdb bundle}: the bundles of a running server, swapped while clients are connected. */
@Command(
        name = "bundle",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Looks at the bundles of a running server, and swaps them while clients are connected.",
            "A BUNDLE is named by its number, its name or the end of it (pg.protocol), or by what it brings (postgresql);"
                    + " where several versions are there, with @VERSION."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, or no server runs in the home; the reason is on standard error",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  heliosdb bundle list",
            "  heliosdb bundle install mysql.protocol-1.1.0.jar --canary 10 --for '15 min'",
            "  heliosdb bundle drain mysql@1.0.0 --wait 60"
        })
public final class BundleCommand {
    private static final String PATH = "bundles";
    private static final int ALL = 100;

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the bundles that bring protocols, auth mechanisms and dialects.",
            footerHeading = "%nExamples:%n",
            footer = {"  heliosdb bundle list", "  heliosdb bundle list --json"})
    void list(
            @Option(names = "--json", description = "Print JSON and not a table.") boolean json, @Mixin HomeOption home)
            throws LaunchException {
        Answer answer = AdminClient.of(home.home()).get(PATH);
        print(json ? answer.text() : table(answer.list(PATH)));
    }

    static String table(List<Answer> bundles) {
        return Table.of(
                bundles.stream().map(BundleCommand::row).toList(),
                List.of(
                        "id",
                        "bundle",
                        "version",
                        "state",
                        "share",
                        "users",
                        "statements",
                        "errors",
                        "brings",
                        "reason"));
    }

    private static Map<String, String> row(Answer bundle) {
        List<Answer> services = bundle.list("services");
        Map<String, String> row = new LinkedHashMap<>();
        row.put("id", bundle.string("id"));
        row.put(
                "bundle",
                bundle.string("symbolicName").isEmpty() ? bundle.string("file") : bundle.string("symbolicName"));
        row.put("version", bundle.string("version"));
        row.put("state", bundle.string("state"));
        row.put(
                "share",
                services.stream()
                                .mapToLong(service -> service.integer("share"))
                                .max()
                                .orElse(0)
                        + " %");
        for (String count : List.of("users", "statements", "errors")) {
            row.put(
                    count,
                    String.valueOf(services.stream()
                            .mapToLong(service -> service.integer(count))
                            .sum()));
        }
        row.put(
                "brings",
                services.stream()
                        .map(service -> service.string("kind") + " " + service.string("name"))
                        .collect(Collectors.joining(", ")));
        row.put("reason", bundle.string("reason"));
        return row;
    }

    @Command(
            name = "install",
            mixinStandardHelpOptions = true,
            description = {
                "Brings a jar into service: it is copied to the deploy folder, started and probed; when its probes pass it gets"
                        + " the new connections, and those that are open stay with the version that they have.",
                "A bundle that is refused gets none; what its probes said is printed."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  heliosdb bundle install mysql.protocol-1.1.0.jar",
                "  heliosdb bundle install mysql.protocol-1.1.0.jar --canary 10 --for '15 min'"
            })
    int install(
            @Parameters(paramLabel = "FILE", description = "The jar.") Path file,
            @Option(names = "--force", description = "Do not ask its probes.") boolean force,
            @Option(
                            names = "--canary",
                            paramLabel = "PERCENT",
                            description = "Share of the new connections that it gets. Default: 100.")
                    Integer share,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            description =
                                    "After this time a canary that is healthy gets all. Default: it stays a canary.")
                    String time,
            @Option(names = "--json", description = "Print the bundle as JSON.") boolean json,
            @Mixin HomeOption home)
            throws LaunchException {
        check(share, time);
        if (!Files.isRegularFile(file)) {
            throw new LaunchException(file + " is not a file");
        }
        String query = "?name=" + AdminClient.encoded(file.getFileName().toString()) + "&force=" + force
                + (share == null ? "" : "&share=" + share)
                + (time == null ? "" : "&time=" + AdminClient.encoded(time));
        try {
            Answer bundle = AdminClient.of(home.home()).upload(PATH + query, file);
            print(json ? bundle.text() : described(bundle));
            return ExitCode.OK;
        } catch (RefusedException e) {
            String probes = probes(e.problem().object("bundle"));
            if (!probes.isEmpty()) {
                print(probes);
            }
            throw e;
        }
    }

    @Command(
            name = "admit",
            mixinStandardHelpOptions = true,
            description = "Gives a bundle that stands by, drains, is held or was refused new connections again.",
            footerHeading = "%nExamples:%n",
            footer = {"  heliosdb bundle admit mysql@1.0.0", "  heliosdb bundle admit 41 --share 25 --for '1 h'"})
    void admit(
            @Parameters(paramLabel = "BUNDLE", description = "Which.") String name,
            @Option(
                            names = "--share",
                            paramLabel = "PERCENT",
                            description = "Share of the new connections that it gets. Default: 100.")
                    Integer share,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            description =
                                    "After this time a canary that is healthy gets all. Default: it stays a canary.")
                    String time,
            @Mixin HomeOption home)
            throws LaunchException {
        check(share, time);
        Map<String, Object> wishes = new LinkedHashMap<>();
        wishes.put("share", share == null ? ALL : share);
        if (time != null) {
            wishes.put("time", time);
        }
        AdminClient client = AdminClient.of(home.home());
        print(described(client.post(path(client, name) + "/admit", wishes)));
    }

    @Command(
            name = "drain",
            mixinStandardHelpOptions = true,
            description = "Lets a bundle's users finish; new ones go to the next version, if there is one.",
            footerHeading = "%nExamples:%n",
            footer = {"  heliosdb bundle drain mysql@1.0.0", "  heliosdb bundle drain 41 --wait 60"})
    void drain(
            @Parameters(paramLabel = "BUNDLE", description = "Which.") String name,
            @Mixin WaitOption wait,
            @Mixin HomeOption home)
            throws LaunchException {
        AdminClient client = AdminClient.of(home.home());
        String path = path(client, name);
        print(done(client.post(path + "/drain?wait=" + wait.seconds(spec), Map.of()), name + " is drained", name));
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description =
                    "Drains a bundle and takes it out of the server and of the deploy folder. One that came with the"
                            + " program is there again at the next start.",
            footerHeading = "%nExamples:%n",
            footer = {"  heliosdb bundle remove mysql@1.0.0", "  heliosdb bundle remove 41 --wait 60"})
    void remove(
            @Parameters(paramLabel = "BUNDLE", description = "Which.") String name,
            @Mixin WaitOption wait,
            @Mixin HomeOption home)
            throws LaunchException {
        AdminClient client = AdminClient.of(home.home());
        print(done(client.delete(path(client, name) + "?wait=" + wait.seconds(spec)), name + " is removed", name));
    }

    @Command(
            name = "probe",
            mixinStandardHelpOptions = true,
            description = "Runs a bundle's probes against it.",
            footerHeading = "%nExamples:%n",
            footer = "  heliosdb bundle probe mysql@1.1.0")
    int probe(
            @Parameters(paramLabel = "BUNDLE", description = "Which.") String name,
            @Option(names = "--json", description = "Print the bundle as JSON.") boolean json,
            @Mixin HomeOption home)
            throws LaunchException {
        AdminClient client = AdminClient.of(home.home());
        Answer bundle = client.post(path(client, name) + "/probe", Map.of());
        print(json ? bundle.text() : probes(bundle));
        return bundle.list("probes").stream()
                        .allMatch(probe -> List.of("passed", "skipped").contains(probe.string("verdict")))
                ? ExitCode.OK
                : ExitCode.SOFTWARE;
    }

    private void check(Integer share, String time) {
        if (share != null && (share < 1 || share > ALL)) {
            throw new ParameterException(spec.commandLine(), share + " percent (expected: 1 to 100)");
        }
        if (time != null && (share == null || share == ALL)) {
            throw new ParameterException(spec.commandLine(), "--for needs a share below 100");
        }
    }

    private static String path(AdminClient client, String name) throws LaunchException {
        return PATH + "/" + BundleName.find(name, client.get(PATH).list(PATH));
    }

    private static String described(Answer bundle) {
        String probes = probes(bundle);
        return table(List.of(bundle)) + (probes.isEmpty() ? "" : System.lineSeparator() + probes);
    }

    private static String probes(Answer bundle) {
        return bundle.list("probes").stream()
                .map(probe -> String.format(
                        "%-8s %s %s%s",
                        probe.string("verdict"),
                        probe.string("probe"),
                        probe.string("title"),
                        probe.string("message").isEmpty() ? "" : ": " + probe.string("message")))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String done(Answer answer, String done, String name) {
        return answer.string("state").equals("done")
                ? done
                : name + " drains; heliosdb bundle list shows how many users it still has";
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
