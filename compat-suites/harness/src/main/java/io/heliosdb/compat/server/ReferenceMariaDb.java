package io.heliosdb.compat.server;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.Progress;
import io.heliosdb.compat.process.ChildEnvironment;
import io.heliosdb.compat.process.Command;
import io.heliosdb.compat.process.LogFile;
import io.heliosdb.compat.process.ProcessGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * MariaDB, on TCP with TLS: what the cases for MySQL are judged by. Where it has another default than MySQL 8, it is
 * given MySQL's.
 */
public final class ReferenceMariaDb implements ServerUnderTest {

    /** The name of this server in the matrix. */
    public static final String NAME = "mariadb";

    /** The name of the protocol's port in the matrix. */
    private static final String PORT = "mysql";

    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(2);
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final long POLL_MILLISECONDS = 20;

    /** Another program may take the port between its choice and its use. */
    private static final int ATTEMPTS = 3;

    /** The defaults of MySQL 8.0 (Reference Manual, Server System Variables) that MariaDB 10.11 does not share. */
    private static final List<String> AS_MYSQL_8 = List.of(
            "--sql-mode=ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
                    // The last one is no mode of MySQL's: there, fractions of seconds are always rounded.
                    + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,TIME_ROUND_FRACTIONAL",
            "--character-set-server=utf8mb4",
            // The nearest to utf8mb4_0900_ai_ci: no accents, no case, and trailing spaces count.
            "--collation-server=utf8mb4_uca1400_nopad_ai_ci",
            "--max-allowed-packet=64M",
            "--group-concat-max-len=1024");

    /** Nothing that it holds outlives the run, so nothing is forced to the disk. */
    private static final List<String> SMALL_AND_FAST = List.of(
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-flush-method=nosync",
            "--innodb-buffer-pool-size=128M",
            "--innodb-log-file-size=64M",
            "--skip-log-bin",
            "--skip-name-resolve",
            "--log-warnings=1");

    /** One statement a line, which is what the server takes at its start. */
    private static final String ACCOUNT =
            """
            CREATE DATABASE demo;
            CREATE USER demo@'%' IDENTIFIED BY 'demo';
            """;

    /** Who the server is for. */
    public enum Clients {
        /**
         * Our cases: the user is an ordinary one. A pattern gives the cells' own databases to the user: what a user
         * creates is not the user's by that.
         */
        CASES(
                """
                GRANT ALL PRIVILEGES ON demo.* TO demo@'%';
                GRANT ALL PRIVILEGES ON `compat\\_%`.* TO demo@'%';
                """),

        /** The drivers' own suites, which expect to be the administrator of a server that is theirs. */
        SUITES("GRANT ALL PRIVILEGES ON *.* TO demo@'%' WITH GRANT OPTION;\n");

        private final String grants;

        Clients(String grants) {
            this.grants = grants;
        }
    }

    private final ProcessGroup process;
    private final String product;
    private final TemporaryHome home;
    private final Path log;
    private final Endpoint endpoint;

    private ReferenceMariaDb(ProcessGroup process, String product, TemporaryHome home, Path log, Endpoint endpoint) {
        this.process = process;
        this.product = product;
        this.home = home;
        this.log = log;
        this.endpoint = endpoint;
    }

    /**
     * Starts a new server in a home of its own, which goes with it.
     *
     * @param clients who it is for
     * @param log the file that receives what the server says
     * @param progress hears what takes its time
     * @throws LabException where it is not installed or does not come up
     */
    public static ReferenceMariaDb start(Clients clients, Path log, Progress progress) throws InterruptedException {
        MariaDbInstallation installation = MariaDbInstallation.find();
        ServerAccount account = ServerAccount.find();
        TemporaryHome home = TemporaryHome.make("mariadb");
        boolean up = false;
        try {
            TlsFiles tls = TlsFiles.make(home.path().resolve("tls"));
            Files.createDirectory(data(home));
            Files.writeString(home.path().resolve("accounts.sql"), ACCOUNT + clients.grants);
            account.own(home.path());
            progress.status("reference: making the system tables of MariaDB");
            install(installation, account, home);
            progress.status("reference: starting MariaDB");
            ReferenceMariaDb server = new Launch(installation, account, home, tls, log).run();
            up = true;
            return server;
        } catch (IOException e) {
            throw new LabException("MariaDB, the reference server, does not start: " + e.getMessage(), e);
        } finally {
            if (!up) {
                home.delete();
            }
        }
    }

    private static Path data(TemporaryHome home) {
        return home.path().resolve("data");
    }

    private static List<String> program(MariaDbInstallation installation, TemporaryHome home) {
        return List.of(
                installation.server().toString(),
                // First of all, so that no file on this machine changes what the server does.
                "--no-defaults",
                "--datadir=" + data(home),
                "--tmpdir=" + home.path());
    }

    private static void install(MariaDbInstallation installation, ServerAccount account, TemporaryHome home)
            throws IOException, InterruptedException {
        List<String> server = new ArrayList<>(program(installation, home));
        server.addAll(SMALL_AND_FAST);
        server.add("--bootstrap");
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "cd \"$0\" && { printf 'CREATE DATABASE mysql;\\nUSE mysql;\\n'; cat "
                        + String.join(" ", MariaDbInstallation.SYSTEM_TABLES) + "; } | \"$@\"",
                installation.scripts().toString()));
        command.addAll(server);
        Command.Result result = Command.run(account.command(command), environment(), INSTALL_LIMIT);
        if (!result.succeeded()) {
            throw new LabException("MariaDB does not make its system tables:\n" + result.tail());
        }
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(ChildEnvironment.clean());
        environment.put("TZ", "UTC");
        environment.put("LC_ALL", "C");
        return environment;
    }

    /** The start of a server whose data directory is there. */
    private record Launch(
            MariaDbInstallation installation, ServerAccount account, TemporaryHome home, TlsFiles tls, Path log) {

        private ReferenceMariaDb run() throws IOException, InterruptedException {
            for (int attempt = 1; ; attempt++) {
                InetSocketAddress address = freeAddress();
                ProcessGroup process = ProcessGroup.start(new ProcessGroup.Start(
                        account.command(command(address)), home.path(), environment(), log, GRACE));
                boolean up = false;
                try {
                    Optional<MySqlGreeting> greeting = await(process, address);
                    if (greeting.isPresent()) {
                        up = true;
                        return new ReferenceMariaDb(
                                process, greeting.get().product(), home, log, endpoint(address, tls));
                    }
                } finally {
                    if (!up) {
                        process.close();
                    }
                }
                if (attempt == ATTEMPTS || !new LogFile(log).end().contains("Address already in use")) {
                    throw new LabException("MariaDB, the reference server, ended with exit " + process.await()
                            + " before it was ready:\n" + new LogFile(log).end());
                }
            }
        }

        private List<String> command(InetSocketAddress address) {
            List<String> command = new ArrayList<>(program(installation, home));
            command.addAll(AS_MYSQL_8);
            command.addAll(SMALL_AND_FAST);
            command.addAll(List.of(
                    "--local-infile=1",
                    "--bind-address=" + address.getAddress().getHostAddress(),
                    "--port=" + address.getPort(),
                    "--socket=" + home.path().resolve("mariadb.sock"),
                    "--pid-file=" + home.path().resolve("mariadb.pid"),
                    "--init-file=" + home.path().resolve("accounts.sql"),
                    "--ssl-cert=" + tls.certificate(),
                    "--ssl-key=" + tls.key(),
                    "--tls-version=TLSv1.2,TLSv1.3"));
            return command;
        }

        /** The greeting of the server that came up; empty where it ended instead. */
        private Optional<MySqlGreeting> await(ProcessGroup process, InetSocketAddress address)
                throws InterruptedException {
            long deadline = System.nanoTime() + START_LIMIT.toNanos();
            while (!process.await(Duration.ofMillis(POLL_MILLISECONDS))) {
                try {
                    MySqlGreeting greeting = MySqlGreeting.ask(address);
                    // Who answers may be the one who took the port first.
                    return process.isAlive() ? Optional.of(greeting) : Optional.empty();
                } catch (IOException notYet) {
                    if (System.nanoTime() > deadline) {
                        throw new LabException("MariaDB, the reference server, was not ready after "
                                + START_LIMIT.toSeconds() + " s:\n" + new LogFile(log).end());
                    }
                }
            }
            return Optional.empty();
        }

        private static InetSocketAddress freeAddress() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
            }
        }

        private static Endpoint endpoint(InetSocketAddress address, TlsFiles tls) {
            return Endpoint.demo(
                    address.getAddress().getHostAddress(),
                    address.getPort(),
                    Optional.of(new Endpoint.Tls(TlsFiles.HOST, tls.authority())));
        }
    }

    @Override
    public String product() {
        return product;
    }

    @Override
    public Endpoint endpoint(String port) {
        if (!port.equals(PORT)) {
            throw new LabException(product + " does not speak '" + port + "'");
        }
        return endpoint;
    }

    @Override
    public Optional<Path> log() {
        return Optional.of(log);
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.close();
        home.delete();
    }
}
