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
        subcommands = {
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
            DoctorCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed, with the reason on standard error", "2:the command line is wrong"},
        footerHeading = "%nExamples:%n",
        footer = {"  heliosdb serve --demo", "  heliosdb user add alice", "  heliosdb doctor", "  heliosdb help serve"})
public final class HeliosDb {
    private HeliosDb() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new HeliosDb());
        commandLine.addSubcommand(new CommandLine.HelpCommand());
        // The lab knows its options.
        for (String ofLab : List.of("conform", "gate")) {
            commandLine.getSubcommands().get(ofLab).setUnmatchedOptionsArePositionalParams(true);
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
