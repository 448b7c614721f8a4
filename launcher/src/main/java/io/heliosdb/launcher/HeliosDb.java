package io.heliosdb.launcher;

import io.heliosdb.launcher.command.BundleCommand;
import io.heliosdb.launcher.command.ConformCommand;
import io.heliosdb.launcher.command.ConnectionCommand;
import io.heliosdb.launcher.command.DoctorCommand;
import io.heliosdb.launcher.command.GateCommand;
import io.heliosdb.launcher.command.NewCommand;
import io.heliosdb.launcher.command.ProbeCommand;
import io.heliosdb.launcher.command.ServeCommand;
import io.heliosdb.launcher.command.TopCommand;
import io.heliosdb.launcher.command.TraceCommand;
import io.heliosdb.launcher.command.TranslateCommand;
import io.heliosdb.launcher.command.UserCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;

/** The {@code heliosdb} command. */
@Command(
        name = "heliosdb",
        mixinStandardHelpOptions = true,
        versionProvider = HeliosDb.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Serves database drivers in their own wire protocols, on a PostgreSQL engine.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed, with the reason on standard error", "2:the command line is wrong"},
        footerHeading = "%nExamples:%n",
        footer = {"  heliosdb serve --demo", "  heliosdb user add alice", "  heliosdb doctor", "  heliosdb help serve"})
public final class HeliosDb {
    /** In the order in which the help shows them. */
    private static final List<Class<?>> COMMANDS = List.of(
            ServeCommand.class,
            ConformCommand.class,
            GateCommand.class,
            UserCommand.class,
            BundleCommand.class,
            ConnectionCommand.class,
            TopCommand.class,
            TraceCommand.class,
            TranslateCommand.class,
            ProbeCommand.class,
            NewCommand.class,
            DoctorCommand.class);

    private HeliosDb() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(arguments).execute(arguments));
    }

    /**
     * The command line for these arguments. Where they name a command, it alone is there: to read what all of them can be asked
     * takes a good part of a server's start.
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine commandLine = new CommandLine(new HeliosDb());
        List<Class<?>> named = COMMANDS.stream()
                .filter(command -> arguments.length > 0
                        && command.getAnnotation(Command.class).name().equals(arguments[0]))
                .toList();
        (named.isEmpty() ? COMMANDS : named).forEach(commandLine::addSubcommand);
        commandLine.addSubcommand(new CommandLine.HelpCommand());
        // The lab knows its options.
        for (String ofLab : List.of("conform", "gate")) {
            if (commandLine.getSubcommands().containsKey(ofLab)) {
                commandLine.getSubcommands().get(ofLab).setUnmatchedOptionsArePositionalParams(true);
            }
        }
        commandLine.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof LaunchException) {
                command.getErr().println("heliosdb: " + exception.getMessage());
            } else {
                command.getErr().println("heliosdb: unexpected " + exception);
                exception.printStackTrace(command.getErr());
            }
            return ExitCode.SOFTWARE;
        });
        return commandLine;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"heliosdb " + Packaged.version() + " (Java " + Runtime.version() + ")"};
        }
    }
}
