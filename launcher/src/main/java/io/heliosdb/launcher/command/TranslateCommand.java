package io.heliosdb.launcher.command;

import io.heliosdb.launcher.Dialects;
import io.heliosdb.launcher.Json;
import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.configuration.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heliosdb translate}: what the engine would run. */
@Command(
        name = "translate",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what the engine would run for a dialect's statements: each step's text, the parameters, the kind of the"
                    + " statement; or the error that its client would get.",
            "It asks neither the engine nor a server. Tables are taken for ones that nobody knows, which changes the"
                    + " translation of some statements; the output names them.",
            "The dialects are those of the program and those in the home's deploy folder."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:translated",
            "1:a statement was refused, with the reason on standard error",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  heliosdb translate --from mysql 'SELECT `a` FROM t LIMIT 5, 10'",
            "  heliosdb translate --from mysql --json - < statements.sql"
        })
public final class TranslateCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "DIALECT",
            description = "The dialect of the statements: mysql, postgresql, …")
    private String dialect;

    @Option(names = "--json", description = "Print JSON: an array with an object for each statement.")
    private boolean json;

    @Parameters(
            arity = "0..1",
            paramLabel = "SQL",
            defaultValue = STANDARD_INPUT,
            description = "One statement or more; - or nothing for standard input.")
    private String sql;

    @Mixin
    private HomeOption home;

    @Override
    public Integer call() throws LaunchException {
        Logging.toConsole();
        String text = sql.equals(STANDARD_INPUT) ? standardInput() : sql;
        List<Map<String, Object>> explanations;
        try (Dialects dialects = Dialects.open(home.home())) {
            explanations = dialects.explainer().explain(dialect, text);
        } catch (RuntimeException e) {
            throw new LaunchException(String.valueOf(e.getMessage()), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.array(explanations));
        } else {
            new TranslationPrinter(dialect, out, spec.commandLine().getErr()).print(explanations);
        }
        out.flush();
        boolean refused = explanations.stream().anyMatch(explanation -> explanation.containsKey("error"));
        return refused ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private static String standardInput() throws LaunchException {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LaunchException("Standard input cannot be read: " + e.getMessage(), e);
        }
    }
}
