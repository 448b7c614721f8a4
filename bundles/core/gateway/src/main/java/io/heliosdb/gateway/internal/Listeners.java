package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.GatewaySettings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The ports that are open. While the waiting room is full none of them accepts. Safe for threads. */
public final class Listeners {
    private static final int BACKLOG = 4096;

    private static final Comparator<String> SHARED_FIRST = Comparator.<String, Boolean>comparing(
                    name -> !name.equals(GatewaySettings.SHARED))
            .thenComparing(Comparator.naturalOrder());

    private final Transport transport;
    private final Loops loops;
    private final GatewayContext context;
    private final Map<String, Channel> open = new ConcurrentHashMap<>();

    public Listeners(Transport transport, Loops loops, GatewayContext context) {
        this.transport = transport;
        this.loops = loops;
        this.context = context;
        // Ends with its loop.
        loops.acceptor()
                .scheduleAtFixedRate(
                        this::relieveWaitingRoom, LoopWatch.TICK_MILLIS, LoopWatch.TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Names of the ports that are open. */
    public Set<String> names() {
        return Set.copyOf(open.keySet());
    }

    /** The ports that are open, by name, the shared one first. */
    public Map<String, Integer> ports() {
        Map<String, Integer> ports = new TreeMap<>(SHARED_FIRST);
        open.forEach((name, channel) -> ports.put(name, port(channel)));
        return ports;
    }

    /**
     * Opens a port.
     *
     * @param name {@link GatewaySettings#SHARED}, or the protocol whose own port it is
     * @param port 0 for a free one
     * @return complete when it is open; fails with a HeliosException (58030) that says in one line what to do
     */
    public CompletableFuture<Void> open(String name, String bind, int port) {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        InetSocketAddress address = new InetSocketAddress(bind, port);
        if (address.isUnresolved()) {
            opened.completeExceptionally(BindFailure.of(name, bind, port, "unknown host"));
            return opened;
        }
        Port opening = name.equals(GatewaySettings.SHARED)
                ? Port.shared(context.catalog())
                : Port.own(name, context.catalog());
        bootstrap(opening).bind(address).addListener((ChannelFuture done) -> {
            if (done.isSuccess()) {
                open.put(name, done.channel());
                updateAccepting();
                opened.complete(null);
            } else {
                opened.completeExceptionally(
                        BindFailure.of(name, bind, port, done.cause().getMessage()));
            }
        });
        return opened;
    }

    /** Opens a free port on loopback that is in no list. */
    public CompletableFuture<Channel> openPrivate(Port port) {
        CompletableFuture<Channel> opened = new CompletableFuture<>();
        bootstrap(port).bind(InetAddress.getLoopbackAddress(), 0).addListener((ChannelFuture done) -> {
            if (done.isSuccess()) {
                opened.complete(done.channel());
            } else {
                opened.completeExceptionally(
                        BindFailure.of(port.name(), "127.0.0.1", 0, done.cause().getMessage()));
            }
        });
        return opened;
    }

    /** Stops listening there; its connections stay. */
    public CompletableFuture<Void> close(String name) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Channel channel = open.remove(name);
        if (channel == null) {
            closed.complete(null);
        } else {
            channel.close().addListener(done -> closed.complete(null));
        }
        return closed;
    }

    public CompletableFuture<Void> closeAll() {
        return CompletableFuture.allOf(names().stream().map(this::close).toArray(CompletableFuture[]::new));
    }

    /** A place in the waiting room is free, or there is one less. */
    public void updateAccepting() {
        if (loops.acceptor().isShuttingDown()) {
            return;
        }
        loops.acceptor().execute(() -> {
            boolean accepting = !context.waitingRoom().full();
            open.values().forEach(channel -> channel.config().setAutoRead(accepting));
        });
    }

    private ServerBootstrap bootstrap(Port port) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.acceptors(), loops.workers())
                .channel(transport.serverChannel())
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .handler(new Doorkeeper())
                .childHandler(new Newcomer(port));
        if (!System.getProperty("os.name").startsWith("Windows")) {
            // There it would let two servers share a port by accident.
            bootstrap.option(ChannelOption.SO_REUSEADDR, true);
        }
        return bootstrap;
    }

    private static int port(Channel listener) {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private void relieveWaitingRoom() {
        for (Channel overdue : context.waitingRoom().overdue(GatewayContext.now())) {
            overdue.pipeline().fireUserEventTriggered(LoginGate.Crowded.OUT);
        }
    }

    /** Counts who comes in, before anything else is done for them. */
    private final class Doorkeeper extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            WaitingRoom room = context.waitingRoom();
            room.enter((Channel) accepted, GatewayContext.now());
            if (room.full()) {
                context.limitWarnings().warn("the waiting room is full: no connection is accepted until one leaves");
                ctx.channel().config().setAutoRead(false);
                updateAccepting();
            }
            ctx.fireChannelRead(accepted);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            context.limitWarnings().warn("cannot accept a connection: " + cause.getMessage());
            // Netty's own acceptor then pauses for a second.
            ctx.fireExceptionCaught(cause);
        }
    }

    /** Makes a connection of an accepted channel, on the loop that will serve it. */
    private final class Newcomer extends ChannelInitializer<Channel> {
        private final Port port;

        Newcomer(Port port) {
            this.port = port;
        }

        @Override
        protected void initChannel(Channel channel) {
            LoopWatch watch = loops.watch(channel.eventLoop());
            Connection connection = new Connection(channel, context, watch, port);
            connection.begin(port.protocol()
                    .<FirstBytes>map(name -> new OwnPort(connection, name))
                    .orElseGet(() -> new SharedPort(connection)));
        }
    }
}
