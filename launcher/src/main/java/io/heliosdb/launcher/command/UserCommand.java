package io.heliosdb.launcher.command;

import io.heliosdb.launcher.Json;
import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.UserDirectory;
import io.heliosdb.launcher.UserDirectory.Users;
import io.heliosdb.launcher.configuration.Logging;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heliosdb user}: who may log in. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Adds, changes, removes and lists the users of a home.",
            "At a server that runs there, the change counts from the next login on."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, with the reason on standard error", "2:the command line is wrong"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  heliosdb user add alice --database shop",
            "  heliosdb user passwd alice --password-stdin < password-file",
            "  heliosdb user list --json",
            "  heliosdb user drop alice"
        })
public final class UserCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    private interface Work {
        void on(Users users);
    }

    /** Does the work and turns the store's refusal into one line. */
    private static void inDirectory(HomeOption home, Work work) throws LaunchException {
        Logging.toConsole();
        try (UserDirectory directory = UserDirectory.open(home.home())) {
            work.on(directory.users());
        } catch (RuntimeException e) {
            throw new LaunchException(String.valueOf(e.getMessage()), e);
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds a user.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  heliosdb user add alice",
                "  heliosdb user add alice --createdb --password-stdin < password-file"
            })
    void add(
            @Parameters(paramLabel = "NAME", description = "The user, and its role at the engine.") String name,
            @Option(
                            names = "--database",
                            paramLabel = "NAME",
                            description = "A database that the user owns; made at the first login.")
                    String database,
            @Option(names = "--createdb", description = "The user may make databases.") boolean createdb,
            @Option(names = "--createrole", description = "The user may make roles.") boolean createrole,
            @Option(names = "--superuser", description = "The user may do everything.") boolean superuser,
            @Mixin PasswordSource password,
            @Mixin HomeOption home)
            throws LaunchException {
        Map<String, String> settings = new LinkedHashMap<>();
        if (database != null) {
            settings.put("database", database);
        }
        List<String> attributes = new ArrayList<>();
        if (createdb) {
            attributes.add("CREATEDB");
        }
        if (createrole) {
            attributes.add("CREATEROLE");
        }
        if (superuser) {
            attributes.add("SUPERUSER");
        }
        if (!attributes.isEmpty()) {
            settings.put("attributes", String.join(",", attributes));
        }
        char[] secret = password.read(name);
        try {
            inDirectory(home, users -> users.add(name, secret, settings));
        } finally {
            Arrays.fill(secret, ' ');
        }
    }

    @Command(
            name = "passwd",
            mixinStandardHelpOptions = true,
            description = "Changes a user's password. Sessions that are open stay.",
            footerHeading = "%nExamples:%n",
            footer = "  heliosdb user passwd alice")
    void passwd(
            @Parameters(paramLabel = "NAME", description = "The user.") String name,
            @Mixin PasswordSource password,
            @Mixin HomeOption home)
            throws LaunchException {
        char[] secret = password.read(name);
        try {
            inDirectory(home, users -> users.setPassword(name, secret));
        } finally {
            Arrays.fill(secret, ' ');
        }
    }

    @Command(
            name = "drop",
            mixinStandardHelpOptions = true,
            description = "Removes a user. What it owns at the engine stays.",
            footerHeading = "%nExamples:%n",
            footer = "  heliosdb user drop alice")
    void drop(@Parameters(paramLabel = "NAME", description = "The user.") String name, @Mixin HomeOption home)
            throws LaunchException {
        inDirectory(home, users -> users.drop(name));
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the users, without secrets.",
            footerHeading = "%nExamples:%n",
            footer = {"  heliosdb user list", "  heliosdb user list --json"})
    void list(
            @Option(names = "--json", description = "Print JSON and not a table.") boolean json, @Mixin HomeOption home)
            throws LaunchException {
        PrintWriter out = spec.commandLine().getOut();
        inDirectory(home, users -> {
            List<Map<String, String>> rows = users.list();
            out.println(
                    json
                            ? Json.array(rows)
                            : Table.of(rows, List.of("name", "state", "database", "attributes", "logins")));
        });
        out.flush();
    }
}
