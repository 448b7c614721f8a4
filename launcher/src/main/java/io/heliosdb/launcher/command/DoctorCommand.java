package io.heliosdb.launcher.command;

import io.heliosdb.launcher.doctor.Doctor;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code heliosdb doctor}: what the machine lacks. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Looks at what the server and the conformance lab need, and says what to do.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the server can start; warnings concern something else",
            "1:something keeps the server from starting",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  heliosdb doctor", "  heliosdb doctor --home /srv/heliosdb"})
public final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HomeOption home;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        boolean sound = Doctor.of(home.home()).examine(out);
        out.flush();
        return sound ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
