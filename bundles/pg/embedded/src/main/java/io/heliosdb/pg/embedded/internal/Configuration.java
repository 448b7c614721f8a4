package io.heliosdb.pg.embedded.internal;

import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import io.heliosdb.pg.embedded.EmbeddedPostgresOptions;
import io.heliosdb.pg.embedded.TcpListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * PostgreSQL's configuration files, written anew at each start, in a directory that the engine's account can read and not
 * write.
 */
final class Configuration {

    /** What keeps the server private, durable and supervised; settings of the caller's do not reach these. */
    private static final Set<String> RESERVED = Set.of(
            "allow_alter_system",
            "config_file",
            "data_directory",
            "external_pid_file",
            "hba_file",
            "ident_file",
            "include",
            "include_dir",
            "include_if_exists",
            "listen_addresses",
            "log_destination",
            "log_directory",
            "log_filename",
            "log_rotation_size",
            "logging_collector",
            "port",
            "ssl",
            "ssl_cert_file",
            "ssl_key_file",
            "unix_socket_directories",
            "unix_socket_group",
            "unix_socket_permissions");

    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)*");
    private static final int PREPARED_TRANSACTIONS = 64;

    private final EngineHome home;
    private final EngineAccount account;
    private final Map<String, String> settings = new LinkedHashMap<>();

    private Configuration(EngineHome home, EngineAccount account) {
        this.home = home;
        this.account = account;
    }

    /**
     * Writes the files for a start.
     *
     * @param port of the socket and of the TCP listener, where there is one
     * @return the file to start the server with
     * @throws EmbeddedPostgresException a setting of the caller's has no valid name or is reserved
     */
    static Path write(
            EngineHome home, EngineAccount account, EmbeddedPostgresOptions options, SocketDirectory socket, int port)
            throws IOException {
        return new Configuration(home, account).write(options, socket, port);
    }

    private Path write(EmbeddedPostgresOptions options, SocketDirectory socket, int port) throws IOException {
        Path hba = home.configuration().resolve("pg_hba.conf");
        Path ident = home.configuration().resolve("pg_ident.conf");
        FileAccess.write(hba, hostBasedAuthentication(options.tcp()), FileAccess.SHARED_FILE);
        FileAccess.write(ident, userNameMap(), FileAccess.SHARED_FILE);

        settings.put("hba_file", hba.toString());
        settings.put("ident_file", ident.toString());
        settings.put("allow_alter_system", "off");
        settings.put("cluster_name", "heliosdb");

        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", quotedListElement(socket.path().toString()));
        settings.put("unix_socket_permissions", "0700");
        listen(options.tcp());

        settings.put("max_connections", Integer.toString(options.maxConnections()));
        settings.put("max_prepared_transactions", Integer.toString(PREPARED_TRANSACTIONS));
        settings.put("shared_buffers", "256MB");
        settings.put("fsync", "on");
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
        settings.put("io_method", "sync");
        settings.put("jit", "off");
        settings.put("timezone", "UTC");
        settings.put("lc_messages", "C");
        settings.put("default_text_search_config", "pg_catalog.english");
        log();
        addTo(settings, options.settings());

        StringBuilder text = new StringBuilder("# Written at each start of HeliosDB: changes do not last.\n");
        settings.forEach((name, value) ->
                text.append(name).append(" = ").append(quoted(value)).append('\n'));
        Path file = home.configuration().resolve("postgresql.conf");
        FileAccess.write(file, text.toString(), FileAccess.SHARED_FILE);
        return file;
    }

    private void listen(Optional<TcpListener> tcp) throws IOException {
        settings.put(
                "listen_addresses",
                tcp.map(listener -> listener.address().getAddress().getHostAddress())
                        .orElse(""));
        Optional<TcpListener.TlsFiles> tls = tcp.flatMap(TcpListener::tls);
        settings.put("ssl", tls.isPresent() ? "on" : "off");
        if (tls.isPresent()) {
            settings.put("ssl_cert_file", copy(tls.get().certificate(), "server.crt"));
            settings.put("ssl_key_file", copy(tls.get().key(), "server.key"));
        }
    }

    /** Statement texts and the values in details stay out of the log: they are the clients' secrets. */
    private void log() {
        settings.put("logging_collector", "on");
        settings.put("log_destination", "stderr");
        settings.put("log_directory", home.log().toString());
        settings.put("log_filename", EngineLog.FILE_NAME_PATTERN);
        settings.put("log_file_mode", "0600");
        settings.put("log_rotation_age", "1d");
        settings.put("log_rotation_size", "10MB");
        settings.put("log_timezone", "UTC");
        settings.put("log_line_prefix", "%m [%p] %q%u@%d ");
        settings.put("log_min_error_statement", "panic");
        settings.put("log_error_verbosity", "terse");
    }

    private String copy(Path source, String name) throws IOException {
        Path tls = FileAccess.createDirectory(home.configuration().resolve("tls"), FileAccess.PASS_THROUGH);
        Path target = tls.resolve(name);
        Files.deleteIfExists(target);
        FileAccess.write(target, Files.readString(source), FileAccess.PRIVATE_FILE);
        account.own(target);
        return target.toString();
    }

    private static String hostBasedAuthentication(Optional<TcpListener> tcp) {
        StringBuilder text = new StringBuilder();
        if (Platform.isWindows()) {
            // No peer authentication there; the access rights of the user's own directory protect the socket.
            text.append("local all all trust\n");
        } else {
            text.append("local all all peer map=helios\n");
        }
        if (tcp.isPresent()) {
            text.append("host all all all scram-sha-256\n");
        }
        return text.toString();
    }

    /** The server's own user may connect as every role, which is how a backend gets its client's rights and no others. */
    private String userNameMap() {
        return "helios \"" + account.serverUser().replace("\"", "\"\"") + "\" all\n";
    }

    static void addTo(Map<String, String> settings, Map<String, String> extra) throws EmbeddedPostgresException {
        for (Map.Entry<String, String> setting : extra.entrySet()) {
            String name = setting.getKey().toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
                throw new EmbeddedPostgresException("server setting " + setting.getKey()
                        + (RESERVED.contains(name) ? " is reserved to HeliosDB" : " is not a name of a setting"));
            }
            if (setting.getValue().chars().anyMatch(c -> c < ' ')) {
                throw new EmbeddedPostgresException("the value of server setting " + name + " has a control character");
            }
            settings.put(name, setting.getValue());
        }
    }

    /** A value of the configuration file: quotes doubled, backslashes too, because the file's syntax has escapes. */
    static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** An element of a list of names, where a comma or blank would otherwise end it. */
    static String quotedListElement(String value) {
        return "\"" + value.replace("\"", "\"\"") + "\"";
    }
}
