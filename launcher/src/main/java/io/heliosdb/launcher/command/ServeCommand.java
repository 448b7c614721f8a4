package io.heliosdb.launcher.command;

import io.heliosdb.launcher.Server;
import io.heliosdb.launcher.ServerProperties;
import io.heliosdb.launcher.configuration.Logging;
import io.heliosdb.launcher.home.Home;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code heliosdb serve}: runs the server until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Starts the server and runs until SIGTERM or Ctrl-C.",
            "Configuration is read from etc/*.cfg in the home, and again when a file changes; options win over it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped by a signal",
            "1:could not start, with the reason on standard error",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  heliosdb serve --demo",
            "  heliosdb serve --bind 0.0.0.0 --home /srv/heliosdb",
            "  heliosdb serve --engine postgresql://admin:secret@db.example.org:5432/postgres",
            "  heliosdb serve --demo --ephemeral --home /tmp/h --ready-file /tmp/h/ready"
        })
public final class ServeCommand implements Callable<Integer> {
    /** After this the process ends, whatever still runs. */
    private static final Duration STOP = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Mixin
    private HomeOption home;

    @Option(
            names = "--demo",
            description = "Make a user demo with the password demo and a database demo; on loopback only.")
    private boolean demo;

    @Option(names = "--bind", paramLabel = "ADDR", description = "Address to listen on. Default: 127.0.0.1.")
    private String bind;

    @Option(names = "--port", paramLabel = "N", description = "The port that every protocol shares. Default: 5430.")
    private Integer port;

    @Option(names = "--ephemeral", description = "Listen on free ports that the system chooses.")
    private boolean ephemeral;

    @Option(
            names = "--engine",
            paramLabel = "URL",
            description = "postgresql://USER:PASSWORD@HOST:PORT/DATABASE of the engine. Default: the embedded one.")
    private String engine;

    @Option(
            names = "--shell",
            description =
                    "Open the container's shell on this terminal, with the commands helios:*; Ctrl-D leaves it, and the"
                            + " server runs on.")
    private boolean shell;

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            description = "Write the ports as JSON to this file when every port listens; remove it at the stop.")
    private Path readyFile;

    @Override
    public Integer call() throws Exception {
        check();
        long begin = System.nanoTime();
        Home chosen = home.home();
        chosen.create();
        Logging.toFile(chosen.logFile());
        Server server = new Server(chosen, properties(), Optional.ofNullable(readyFile));
        ShutdownHook hook = new ShutdownHook(server);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Map<String, Integer> ports = server.start();
            Banner banner = new Banner(chosen, demo, bind == null ? Banner.LOOPBACK : bind, ports);
            PrintWriter out = spec.commandLine().getOut();
            banner.print(out, Duration.ofNanos(System.nanoTime() - begin));
            out.flush();
            if (shell) {
                server.openShell();
            }
            new CountDownLatch(1).await();
            return ExitCode.OK;
        } catch (Exception e) {
            hook.failed();
            throw e;
        }
    }

    private void check() {
        if (port != null && (port < 1 || port > 65535)) {
            throw wrong("--port " + port + " (expected: 1 to 65535; for a free port use --ephemeral)");
        }
        if (port != null && ephemeral) {
            throw wrong("--port and --ephemeral exclude each other");
        }
        try {
            if (demo && bind != null && !InetAddress.getByName(bind).isLoopbackAddress()) {
                throw wrong("--demo has a password that everybody knows and serves on loopback only; leave out --bind "
                        + bind + ", or leave out --demo and make users with: heliosdb user add NAME");
            }
            if (bind != null) {
                InetAddress unused = InetAddress.getByName(bind);
            }
        } catch (UnknownHostException e) {
            throw wrong("--bind " + bind + " (expected: an address of this machine)");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        if (demo) {
            properties.put(ServerProperties.DEMO, "true");
            properties.put(ServerProperties.BIND, Banner.LOOPBACK);
        }
        if (ephemeral) {
            properties.put(ServerProperties.EPHEMERAL, "true");
        }
        if (bind != null) {
            properties.put(ServerProperties.BIND, bind);
        }
        if (port != null) {
            properties.put(ServerProperties.PORT, port.toString());
        }
        if (engine != null) {
            properties.put(ServerProperties.ENGINE, engine);
        }
        if (shell) {
            // Leaving the shell stops nothing.
            properties.put("gosh.args", "--noshutdown");
        }
        return properties;
    }

    /** Stops the server on a signal. The exit code of a stop that was asked for is 0, which the JVM would not give. */
    private static final class ShutdownHook extends Thread {
        private final Server server;
        private volatile boolean failed;

        ShutdownHook(Server server) {
            super("heliosdb-stop");
            this.server = server;
        }

        void failed() {
            failed = true;
        }

        @Override
        public void run() {
            Thread deadline = new Thread(this::halt, "heliosdb-stop-deadline");
            deadline.setDaemon(true);
            deadline.start();
            server.close();
            if (!failed) {
                Runtime.getRuntime().halt(ExitCode.OK);
            }
        }

        private void halt() {
            try {
                Thread.sleep(STOP.toMillis());
            } catch (InterruptedException e) {
                return;
            }
            System.err.println("heliosdb: did not stop within " + STOP.toSeconds() + " s, ends now");
            Runtime.getRuntime().halt(ExitCode.SOFTWARE);
        }
    }
}
