package io.heliosdb.launcher.command;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.Packaged;
import io.heliosdb.launcher.project.ArtifactRepository;
import io.heliosdb.launcher.project.ProjectName;
import io.heliosdb.launcher.project.ProjectTemplate;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heliosdb new}: a bundle's own project. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "KIND",
        description = {
            "Makes a Maven project of a bundle: a protocol, an authentication mechanism, or a dialect, that works as it is"
                    + " and is yours to change.",
            "The project needs a JDK and Maven Central. The contracts and the test kit are those of this program; they lie"
                    + " in the project's folder repository."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:made", "1:nothing was made, the reason is on standard error", "2:the command line is wrong"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  heliosdb new protocol acme",
            "  heliosdb new auth acme-token --package com.acme.heliosdb.token",
            "  heliosdb new dialect acme --dir ~/src/acme-dialect",
            "  heliosdb new repository --dir ~/src/acme"
        })
public final class NewCommand implements Runnable {
    private static final String REPOSITORY = "repository";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which kind? protocol, auth, dialect or repository");
    }

    /** What every kind of project is asked. */
    static final class Target {
        @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits and hyphens: acme, acme-wire.")
        private String name;

        @Option(names = "--dir", paramLabel = "DIR", description = "Where it is made. Default: a folder called NAME.")
        private Path folder;

        @Option(
                names = "--package",
                paramLabel = "PACKAGE",
                description = "The bundle's Java package. Default: com.example.NAME.")
        private String javaPackage;

        private void make(ProjectTemplate template, Map<String, String> options, PrintWriter out)
                throws LaunchException {
            ProjectName project = ProjectName.of(name, javaPackage);
            Path target = folder == null ? Path.of(name) : folder;
            template.write(target, project, options);
            new ArtifactRepository(target.resolve(REPOSITORY)).write(Packaged.here());
            out.println("Made " + target + ". Next:");
            out.println("  cd " + target);
            out.println("  ./mvnw package");
            out.println("README.md there says how to deploy it and how to go on.");
            out.flush();
        }
    }

    @Command(
            name = "protocol",
            mixinStandardHelpOptions = true,
            description = "Makes a wire protocol: lines of text with a login and SQL statements.",
            footerHeading = "%nExamples:%n",
            footer = {"  heliosdb new protocol acme", "  heliosdb new protocol acme --port 7100 --dialect mysql"})
    int protocol(
            @Mixin Target target,
            @Option(
                            names = "--port",
                            paramLabel = "PORT",
                            defaultValue = "7000",
                            description = "The port that its clients expect. Default: ${DEFAULT-VALUE}.")
                    int port,
            @Option(
                            names = "--dialect",
                            paramLabel = "DIALECT",
                            defaultValue = "postgresql",
                            description = "The dialect of its statements. Default: ${DEFAULT-VALUE}, the engine's own.")
                    String dialect)
            throws LaunchException {
        if (port < 1 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "--port " + port + " (expected: 1 to 65535)");
        }
        target.make(
                ProjectTemplate.PROTOCOL,
                Map.of(
                        "port",
                        String.valueOf(port),
                        "dialect",
                        ProjectName.of(dialect, null).name()),
                out());
        return 0;
    }

    @Command(
            name = "auth",
            mixinStandardHelpOptions = true,
            description = "Makes an authentication mechanism: a password that the client shows inside TLS.",
            footerHeading = "%nExamples:%n",
            footer = "  heliosdb new auth acme-token")
    int auth(@Mixin Target target) throws LaunchException {
        target.make(ProjectTemplate.AUTH, Map.of(), out());
        return 0;
    }

    @Command(
            name = "dialect",
            mixinStandardHelpOptions = true,
            description = "Makes a SQL dialect: the engine's SQL with one rule and one function of its own.",
            footerHeading = "%nExamples:%n",
            footer = "  heliosdb new dialect acme")
    int dialect(@Mixin Target target) throws LaunchException {
        target.make(ProjectTemplate.DIALECT, Map.of(), out());
        return 0;
    }

    @Command(
            name = "repository",
            mixinStandardHelpOptions = true,
            description = {
                "Writes the folder repository of a project anew, with the contracts and the test kit of this program: after"
                        + " an upgrade, or for a project that was checked out without it."
            },
            footerHeading = "%nExamples:%n",
            footer = "  heliosdb new repository --dir ~/src/acme")
    int repository(
            @Option(
                            names = "--dir",
                            paramLabel = "DIR",
                            defaultValue = ".",
                            description = "The project's folder. Default: this one.")
                    Path folder)
            throws LaunchException {
        Path target = folder.resolve(REPOSITORY);
        new ArtifactRepository(target).write(Packaged.here());
        out().println("Wrote " + target + ", HeliosDB " + Packaged.version() + ".");
        out().flush();
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
