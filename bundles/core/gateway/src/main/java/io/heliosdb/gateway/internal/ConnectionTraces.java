package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.internal.trace.RunningTrace;
import io.heliosdb.gateway.internal.trace.TraceHandler;
import io.heliosdb.spi.protocol.ClientDescription;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.TraceView;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The traces that one connection is in. Their handlers stand between TLS and the protocol's own: nothing is there while no
 * trace wants the connection. Used on its event loop only.
 */
final class ConnectionTraces {
    private static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.gateway.trace");

    private final Connection connection;
    private List<TraceHandler> handlers = List.of();
    private ChannelHandler codec;
    private ClientDescription who;
    private boolean due;

    ConnectionTraces(Connection connection) {
        this.connection = connection;
    }

    /** Whether a trace waits for the session to be idle. */
    boolean areDue() {
        return due;
    }

    /** The protocol is found, and its handlers are about to be added. */
    void opening() {
        List<RunningTrace> running = connection.context().traces().running();
        if (running.isEmpty()) {
            return;
        }
        Protocol protocol = connection.protocol();
        for (RunningTrace trace : running) {
            if (trace.wants(connection.id(), protocol, client())) {
                TraceView view =
                        protocol.traceView(trace.masked()).orElseGet(() -> TraceHandler.maskedUntilLogin(false));
                add(trace, view, true);
            }
        }
    }

    /** Something that the reader of the traces should know about what follows. */
    void note(String words) {
        handlers.forEach(handler -> handler.note(words));
    }

    void loggedIn(ClientDescription description) {
        who = description;
        due = !connection.context().traces().running().isEmpty();
        for (TraceHandler handler : handlers) {
            handler.note("logged in: " + words(description));
            handler.loggedIn();
        }
    }

    /** The connection is closed. */
    void closed() {
        handlers.forEach(TraceHandler::closed);
    }

    /** Leaves the traces that have ended, and joins those that want this connection as soon as it is idle. */
    void follow() {
        handlers = handlers.stream().filter(this::isKept).toList();
        due = false;
        List<RunningTrace> running = connection.context().traces().running();
        if (running.isEmpty()
                || connection.session() == null
                || !connection.channel().isActive()) {
            return;
        }
        for (RunningTrace trace : running) {
            if (handlers.stream().noneMatch(handler -> handler.belongsTo(trace)) && isWantedBy(trace)) {
                join(trace);
            }
        }
    }

    private boolean isKept(TraceHandler handler) {
        if (!handler.isDue()) {
            handler.leave();
        }
        return handler.isDue();
    }

    /** Whoever is not logged in yet is looked at again then. */
    private boolean isWantedBy(RunningTrace trace) {
        return who == null
                ? trace.wants(connection.id(), connection.protocol(), client())
                : trace.wants(connection.id(), connection.protocol(), client(), who.user());
    }

    private void join(RunningTrace trace) {
        if (!connection.isIdle()) {
            due = true;
            return;
        }
        try {
            Optional<TraceView> view =
                    connection.protocol().traceView(trace.masked()).isEmpty()
                            ? Optional.of(TraceHandler.maskedUntilLogin(true))
                            : connection.session().traceViewFromNow(trace.masked());
            view.ifPresentOrElse(found -> add(trace, found, false), () -> due = true);
        } catch (RuntimeException defect) {
            LOGGER.warn("client {} cannot be traced", connection.id(), defect);
        }
    }

    private void add(RunningTrace trace, TraceView view, boolean fromItsBeginning) {
        TraceHandler handler = trace.handler(
                connection.id(), connection.protocol(), client(), server(), view, fromItsBeginning, describe());
        addOutside(handler);
        List<TraceHandler> more = new ArrayList<>(handlers);
        more.add(handler);
        handlers = List.copyOf(more);
    }

    /** Adds a handler next to those of the protocol, on the network's side of them. */
    void addOutside(ChannelHandler handler) {
        ChannelPipeline pipeline = connection.channel().pipeline();
        String before = null;
        for (Map.Entry<String, ChannelHandler> entry : pipeline) {
            if (isOutside(entry.getValue())) {
                before = entry.getKey();
            }
        }
        if (before == null) {
            pipeline.addFirst(handler);
        } else {
            pipeline.addAfter(before, null, handler);
        }
        if (!(handler instanceof TraceHandler)) {
            codec = handler;
        }
    }

    private boolean isOutside(ChannelHandler handler) {
        return handler == codec
                || handler instanceof SslHandler
                || handler instanceof LoginGate
                || handler instanceof FirstBytes
                || handler instanceof FirstWords;
    }

    private String describe() {
        StringBuilder words = new StringBuilder("client " + connection.id() + ": "
                + text(connection.channel().remoteAddress()) + " connected to "
                + text(connection.channel().localAddress()) + ", "
                + (connection.isShared()
                        ? "the shared port"
                        : "the port of " + connection.protocol().name()));
        if (connection.encrypted()) {
            words.append(", inside TLS");
        }
        if (who != null) {
            words.append("; traced from the middle of its session; logged in: ").append(words(who));
        }
        return words.toString();
    }

    private static String words(ClientDescription description) {
        StringBuilder words = new StringBuilder("user " + description.user() + ", database " + description.database());
        description.driver().ifPresent(driver -> words.append(", driver ").append(driver));
        description.application().ifPresent(name -> words.append(", application ")
                .append(name));
        return words.toString();
    }

    private InetSocketAddress client() {
        return inet(connection.channel().remoteAddress());
    }

    private InetSocketAddress server() {
        return inet(connection.channel().localAddress());
    }

    private static InetSocketAddress inet(SocketAddress address) {
        return address instanceof InetSocketAddress inet && !inet.isUnresolved()
                ? inet
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static String text(SocketAddress address) {
        InetSocketAddress inet = inet(address);
        String host = inet.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
    }
}
