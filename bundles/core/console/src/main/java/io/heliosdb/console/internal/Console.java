package io.heliosdb.console.internal;

import io.heliosdb.console.ConsoleSettings;
import io.heliosdb.console.internal.access.AdminToken;
import io.heliosdb.console.internal.access.Gatekeeper;
import io.heliosdb.console.internal.access.WebSessions;
import io.heliosdb.console.internal.api.Api;
import io.heliosdb.console.internal.api.ServerState;
import io.heliosdb.console.internal.http.AdminConnection;
import io.heliosdb.console.internal.http.AdminServer;
import io.heliosdb.console.internal.http.Routes;
import io.heliosdb.console.internal.metrics.Statistics;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The console of one server: made cheaply, and filled when the first client comes. Safe for threads. */
public final class Console implements AutoCloseable {
    private static final String HOME = "heliosdb.home";
    private static final String VERSION = "heliosdb.version";
    private static final String ENGINE = "heliosdb.engine";
    private static final int LONGEST_LINE = 4096;
    private static final int LONGEST_HEADERS = 8192;
    private static final int LARGEST_PIECE = 64 * 1024;

    private final AdminToken token;
    private final ServerState state;
    private final Statistics statistics;
    private final Supplier<List<Bundle>> bundles;
    private final UnaryOperator<String> properties;
    private final ThreadPoolExecutor workers = Workers.start();
    private volatile ConsoleSettings settings;
    private AdminServer server;

    /**
     * @param bundles that may describe settings
     * @param properties of the framework, which the command line made
     */
    public Console(
            AdminToken token,
            ServerState state,
            Statistics statistics,
            ConsoleSettings settings,
            Supplier<List<Bundle>> bundles,
            UnaryOperator<String> properties) {
        this.token = token;
        this.state = state;
        this.statistics = statistics;
        this.settings = settings;
        this.bundles = bundles;
        this.properties = properties;
    }

    /** @throws IOException where the home's token cannot be read or made */
    public static Console in(BundleContext context, Services services, ConsoleSettings settings, Statistics statistics)
            throws IOException {
        String named = context.getProperty(HOME);
        Path home = named == null ? Path.of(System.getProperty("user.home"), ".heliosdb") : Path.of(named);
        ServerState state = new ServerState(
                services,
                home,
                Objects.requireNonNullElseGet(
                        context.getProperty(VERSION),
                        () -> context.getBundle().getVersion().toString()),
                Api.shown(context.getProperty(ENGINE)),
                Instant.now());
        return new Console(
                AdminToken.in(home),
                state,
                statistics,
                settings,
                () -> List.of(context.getBundles()),
                context::getProperty);
    }

    public void configure(ConsoleSettings changed) {
        settings = changed;
    }

    /** Serves a client, on its event loop. */
    public ProtocolSession open(Client client) {
        AdminConnection connection = new AdminConnection(client, server());
        client.channel().config().setAutoRead(false);
        client.channel()
                .pipeline()
                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(LONGEST_LINE)
                        .setMaxHeaderSize(LONGEST_HEADERS)
                        .setMaxChunkSize(LARGEST_PIECE)))
                .addLast(connection);
        return connection;
    }

    private synchronized AdminServer server() {
        if (server == null) {
            Gatekeeper gatekeeper = new Gatekeeper(
                    token, new WebSessions(() -> settings.sessionTime(), System::nanoTime), () -> settings);
            Routes routes = Api.routes(state, gatekeeper, statistics, bundles, properties);
            server = new AdminServer(
                    routes,
                    gatekeeper,
                    () -> settings,
                    workers,
                    state.home().resolve("cache").resolve("uploads"));
        }
        return server;
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
