package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.ServiceCatalog.Snapshot;
import io.heliosdb.gateway.internal.catalog.Deployed;
import io.heliosdb.gateway.internal.tls.ServerTls;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.operation.ConnectionState;
import io.heliosdb.spi.protocol.Activity;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.ClientDescription;
import io.heliosdb.spi.protocol.ClientLimits;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection, from accept to close. Used on its event loop only. */
public final class Connection implements Client {
    private static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.gateway.connection");

    /** How long a client may take to read why it was sent away. */
    private static final long FAREWELL_MILLIS = 5_000;

    private final long id;
    private final Channel channel;
    private final GatewayContext context;
    private final LoopWatch watch;
    private final Port port;
    private final boolean shared;
    private final long acceptedAt;
    private final InetAddress address;
    private final Deadlines deadlines;
    private final LoginGate gate = new LoginGate(this);
    private final ConnectionTraces traces = new ConnectionTraces(this);

    /** Where the watch keeps this connection; the watch's own. */
    int watchIndex;

    /** Looks for the protocol again; null once it is found. */
    private Runnable undecided;

    private Protocol protocol;
    private ProtocolSession session;
    private SslHandler tls;
    private ServerTls shownTls;
    private final Uses uses = new Uses(this::services);
    private ClientDescription description;
    private long statements;
    private boolean statementRuns;

    /** Nanoseconds; 0 while nobody wants to know. */
    private long statementSince;

    private boolean counted;
    private boolean loggedIn;
    private boolean ending;
    private long endingSince;

    /** @param port through which it came */
    public Connection(Channel channel, GatewayContext context, LoopWatch watch, Port port) {
        this.id = context.nextId();
        this.channel = channel;
        this.context = context;
        this.watch = watch;
        this.port = port;
        this.shared = port.isShared();
        this.address = channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress()
                : InetAddress.getLoopbackAddress();
        this.deadlines = new Deadlines(watch.now());
        this.acceptedAt = watch.now();
    }

    /**
     * Takes the connection in: its limits hold from now on.
     *
     * @param firstBytes finds the protocol
     */
    public void begin(FirstBytes firstBytes) {
        watch.add(this);
        channel.closeFuture().addListener(closed -> closed());
        channel.pipeline().addLast(gate).addLast(firstBytes);
        LOGGER.debug("client {}: {} connected to {}", id, channel.remoteAddress(), channel.localAddress());
        if (watch.draining()) {
            closeNow();
        }
    }

    // What a protocol sees.

    @Override
    public long id() {
        return id;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public ClientLimits limits() {
        return context.clientLimits();
    }

    @Override
    public boolean tlsAvailable() {
        return context.tls().isPresent();
    }

    @Override
    public boolean encrypted() {
        return tls != null && channel.pipeline().context(tls) != null;
    }

    @Override
    public Optional<String> alpn() {
        return encrypted() ? ServerTls.agreed(tls) : Optional.empty();
    }

    @Override
    public void startTls() {
        startTls(Unpooled.EMPTY_BUFFER);
    }

    @Override
    public void startTls(ByteBuf received) {
        SslHandler handler = newTls(protocol.alpn());
        traces.note("inside TLS from here on");
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandlerContext before = pipeline.context(gate);
        if (before == null) {
            pipeline.addFirst(handler);
        } else {
            pipeline.addAfter(before.name(), null, handler);
        }
        if (!received.isReadable()) {
            received.release();
        } else if (before == null) {
            pipeline.fireChannelRead(received);
        } else {
            before.fireChannelRead(received);
        }
    }

    @Override
    public void addCodec(ChannelHandler codec) {
        traces.addOutside(codec);
    }

    @Override
    public Optional<X509Certificate> serverCertificate() {
        return encrypted() ? Optional.of(shownTls.certificate()) : Optional.empty();
    }

    @Override
    public Identity identity() {
        return services().identity().orElseThrow(() -> notNow("the user store is not available"));
    }

    @Override
    public Optional<AuthMechanism> authMechanism(String name) {
        return uses.borrow(Snapshot::mechanisms, name);
    }

    @Override
    public Optional<Dialect> dialect(String name) {
        return uses.keep(Snapshot::dialects, name);
    }

    @Override
    public void release(Dialect dialect) {
        uses.release(dialect);
    }

    @Override
    public Engine engine() {
        return services().engine().orElseThrow(() -> notNow("the engine is not available"));
    }

    @Override
    public void loggedIn(ClientDescription loggedInAs) {
        description = loggedInAs;
        uses.loggedIn();
        if (LOGGER.isDebugEnabled()) {
            LOGGER.debug(
                    "client {}: {} logged in to {} with {} over {}{}",
                    id,
                    description.user(),
                    description.database(),
                    description.driver().or(description::application).orElse("an unknown driver"),
                    protocol.name(),
                    encrypted() ? " in TLS" : "");
        }
        if (loggedIn) {
            return;
        }
        loggedIn = true;
        traces.loggedIn(description);
        deadlines.loggedIn(watch.now());
        context.waitingRoom().leave(channel);
        if (shared && protocol.serverSpeaksFirst()) {
            rememberAddress();
        }
        gate.open();
    }

    @Override
    public void activity(Activity activity) {
        deadlines.activity(activity, watch.now());
        if (statementRuns) {
            statementDone();
        }
        if (activity == Activity.ACTIVE) {
            statementRuns = true;
            statementSince = context.telemetries().any() ? System.nanoTime() : 0;
        }
        if (traces.areDue() && activity != Activity.ACTIVE) {
            channel.eventLoop().execute(this::followTraces);
        }
        if (activity == Activity.IDLE && watch.draining()) {
            // Not at once: the session is in the middle of telling its client that the statement is done.
            channel.eventLoop().execute(this::endIfIdle);
        }
    }

    @Override
    public void errorTold(String code) {
        uses.errorTold();
        context.telemetries().tell(each -> each.errorTold(protocol.name(), code));
    }

    private void statementDone() {
        statementRuns = false;
        statements++;
        uses.statementDone();
        if (statementSince != 0) {
            long nanos = System.nanoTime() - statementSince;
            context.telemetries().tell(each -> each.statementDone(protocol.name(), nanos));
        }
    }

    /** What this connection gets at this moment. */
    Snapshot services() {
        return port.services().apply(id);
    }

    /** As an operator sees it. */
    public ConnectionState state() {
        long now = GatewayContext.now();
        return new ConnectionState(
                id,
                String.valueOf(channel.remoteAddress()).replaceFirst("^/", ""),
                port.name(),
                Optional.ofNullable(protocol).map(Protocol::name),
                Optional.ofNullable(description),
                encrypted(),
                Optional.ofNullable(deadlines.activity()).orElse(Activity.IDLE),
                statements,
                Duration.ofMillis(Math.max(0, now - acceptedAt)),
                Duration.ofMillis(Math.max(0, now - deadlines.since())));
    }

    // How the protocol is found.

    GatewayContext context() {
        return context;
    }

    /** @param retry looks again after protocols came or went, for as long as none was opened */
    void undecided(Runnable retry) {
        undecided = retry;
    }

    /** Protocols came or went. */
    public void retry() {
        if (undecided != null) {
            undecided.run();
        }
    }

    /** Versions of dialects came or went. */
    public void dialectsChanged() {
        if (session == null || ending) {
            return;
        }
        try {
            session.dialectChanged();
        } catch (RuntimeException | LinkageError defect) {
            uses.errorTold();
            LOGGER.warn("client {}: {} could not go on with another dialect", id, protocol.name(), defect);
            closeNow();
        }
    }

    /**
     * Gives the connection to a protocol, at the version of now. A refusal is left to the protocol's own words.
     *
     * @return whether it is there; otherwise it may come back, and the connection is undecided still
     */
    boolean open(Protocol chosen) {
        Optional<Protocol> taken = uses.keep(Snapshot::protocols, chosen.name());
        if (taken.isEmpty()) {
            LOGGER.debug("client {}: held: {} is gone", id, chosen.name());
            return false;
        }
        undecided = null;
        protocol = taken.get();
        Optional<HeliosException> refusal = protocol.administrative()
                ? Optional.empty()
                : context.count()
                        .enter(chosen.name(), address, context.settings().connectionLimits());
        counted = refusal.isEmpty() && !protocol.administrative();
        context.telemetries().tell(each -> each.connectionOpened(protocol.name()));
        if (shared && !chosen.serverSpeaksFirst()) {
            rememberAddress();
        }
        LOGGER.debug("client {}: speaks {}", id, chosen.name());
        traces.opening();
        try {
            session = Objects.requireNonNull(protocol.open(this), "session");
        } catch (RuntimeException | LinkageError defect) {
            uses.errorTold();
            LOGGER.warn("client {}: {} could not be opened", id, chosen.name(), defect);
            closeNow();
            return true;
        }
        channel.pipeline().addLast(new LastResort(this));
        refusal.ifPresent(reason -> {
            context.limitWarnings().warn("limit of connections reached: " + reason.getMessage());
            end(reason);
        });
        if (watch.draining()) {
            end(shutdown());
        }
        return true;
    }

    /**
     * A handler that is to be put into the pipeline now: with it the connection is encrypted.
     *
     * @param alpn the application protocols that may be agreed on
     */
    SslHandler newTls(Collection<String> alpn) {
        shownTls = context.tls()
                .orElseThrow(() ->
                        new HeliosException(SqlState.FEATURE_NOT_SUPPORTED, "the server is not configured for TLS"));
        tls = shownTls.newHandler(alpn);
        return tls;
    }

    // How it is traced.

    /** Traces began or ended. */
    public void followTraces() {
        traces.follow();
    }

    Protocol protocol() {
        return protocol;
    }

    /** Null before it is opened. */
    ProtocolSession session() {
        return session;
    }

    boolean isShared() {
        return shared;
    }

    /** Whether the session waits for its client. */
    boolean isIdle() {
        return loggedIn && deadlines.activity() != Activity.ACTIVE;
    }

    // How it ends.

    boolean isLoggedIn() {
        return loggedIn;
    }

    /** Ends the connection with a reason that the client is told if it has a protocol; a second reason is not told. */
    public void end(HeliosException reason) {
        if (ending) {
            return;
        }
        ending = true;
        endingSince = watch.now();
        LOGGER.debug("client {}: ends: {}", id, reason.getMessage());
        if (session == null) {
            closeNow();
            return;
        }
        try {
            session.terminate(reason);
        } catch (RuntimeException defect) {
            LOGGER.warn("client {}: {} could not be ended", id, protocol.name(), defect);
            closeNow();
        }
    }

    /** The server stops, and this session does nothing that is worth waiting for. */
    void endIfIdle() {
        if (!loggedIn || deadlines.activity() == Activity.IDLE) {
            end(shutdown());
        }
    }

    /** A version that it uses is to go, and this session does nothing that is worth waiting for. */
    public void endIfIdleUser(Deployed<?> deployed) {
        if (uses.includes(deployed)) {
            endIfIdle();
        }
    }

    /** A version that it uses goes. */
    public void endUser(Deployed<?> deployed) {
        if (uses.includes(deployed)) {
            end(shutdown());
        }
    }

    boolean cameThrough(Port asked) {
        return port.equals(asked);
    }

    /** A defect ends it. */
    void defect() {
        uses.errorTold();
    }

    /** The server stops and waits no longer. */
    public void endAnyway() {
        end(shutdown());
    }

    /** Without a word. */
    public void closeNow() {
        // Past the pipeline: TLS would wait for a client that does not read.
        channel.unsafe().close(channel.unsafe().voidPromise());
    }

    /** Looks whether something lasts too long. */
    void check(long now) {
        if (ending) {
            if (now - endingSince >= FAREWELL_MILLIS) {
                closeNow();
            }
            return;
        }
        switch (deadlines.expired(now, context.settings())) {
            case NOTHING -> {}
            case LOGIN -> end(new HeliosException(SqlState.QUERY_CANCELED, "canceling authentication due to timeout"));
            case IDLE ->
                end(new HeliosException(
                        SqlState.IDLE_SESSION_TIMEOUT, "terminating connection due to idle-session timeout"));
            case IDLE_IN_TRANSACTION ->
                end(new HeliosException(
                        SqlState.IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
                        "terminating connection due to idle-in-transaction timeout"));
            case STATEMENT -> {
                LOGGER.debug("client {}: statement timeout", id);
                session.statementTimedOut();
            }
        }
    }

    private void closed() {
        undecided = null;
        uses.closed();
        traces.closed();
        watch.remove(this);
        context.waitingRoom().leave(channel);
        if (protocol != null) {
            context.telemetries().tell(each -> each.connectionClosed(protocol.name()));
        }
        if (counted) {
            context.count().leave(protocol.name(), address);
        }
        LOGGER.debug("client {}: closed", id);
    }

    private HeliosException shutdown() {
        return loggedIn
                ? new HeliosException(SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command")
                : notNow("the database system is shutting down");
    }

    private static HeliosException notNow(String message) {
        return new HeliosException(SqlState.CANNOT_CONNECT_NOW, message);
    }

    private void rememberAddress() {
        context.addresses().spoke(address, protocol.name(), watch.now());
    }

    InetAddress address() {
        return address;
    }
}
