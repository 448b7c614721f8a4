package io.heliosdb.console;

import io.heliosdb.console.internal.Console;
import io.heliosdb.console.internal.ConsoleKeys;
import io.heliosdb.console.internal.Services;
import io.heliosdb.console.internal.access.AdminToken;
import io.heliosdb.console.internal.api.Api;
import io.heliosdb.console.internal.api.ServerState;
import io.heliosdb.console.internal.metrics.Statistics;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.testkit.FakeClient;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;

/** The console on a port of its own, in front of services that a test puts there. */
public final class TestConsole implements AutoCloseable {
    public static final String TOKEN = "a-token-that-is-long-enough-for-a-test";

    private final Map<Class<?>, Object> services = new ConcurrentHashMap<>();
    private final Map<String, Object> settings = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private final Path home;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<ProtocolSession> sessions = new LinkedBlockingQueue<>();
    public final Statistics statistics = new Statistics();
    private List<Bundle> bundles = List.of();
    private String engineUrl;
    private Console console;
    private Channel listener;

    public TestConsole(Path home) {
        this.home = home;
    }

    public <T> TestConsole with(Class<T> type, T service) {
        services.put(type, service);
        return this;
    }

    public TestConsole setting(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    public TestConsole property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    public TestConsole bundles(List<Bundle> described) {
        bundles = described;
        return this;
    }

    public TestConsole engine(String url) {
        engineUrl = url;
        return this;
    }

    public static ConsoleSettings settings(Map<String, ?> texts) {
        return ConsoleKeys.reader((key, why) -> {
                    throw new AssertionError(key + ": " + why);
                })
                .read(texts);
    }

    /** A container in which nothing is. */
    public static Services none() {
        return new TestConsole(Path.of("home")).services();
    }

    /** What a route's template leaves open. */
    public static List<String> variables(String template) {
        return Pattern.compile("\\{([a-z]+)}")
                .matcher(template)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    public Services services() {
        return new Services() {
            @Override
            public <T> Optional<T> find(Class<T> type) {
                return Optional.ofNullable(type.cast(services.get(type)));
            }
        };
    }

    /** Does something on the connections' event loop. */
    public void onLoop(Runnable action) {
        loops.next().execute(action);
    }

    public TestConsole start() {
        Services found = services();
        console = new Console(
                AdminToken.of(TOKEN),
                new ServerState(found, home, "1.2.3", Api.shown(engineUrl), Instant.now()),
                statistics,
                settings(settings),
                () -> bundles,
                properties::get);
        listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        sessions.add(console.open(new FakeClient(channel).withoutTls()));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
        return this;
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    public ProtocolSession session() throws InterruptedException {
        return sessions.poll(10, TimeUnit.SECONDS);
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** A request with the token. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + TOKEN);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    public HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    public HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        console.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
