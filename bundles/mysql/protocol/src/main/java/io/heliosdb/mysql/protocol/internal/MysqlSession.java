package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.MysqlSettings;
import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.mysql.protocol.internal.message.ComChangeUser;
import io.heliosdb.mysql.protocol.internal.message.ComQuit;
import io.heliosdb.mysql.protocol.internal.message.Command;
import io.heliosdb.mysql.protocol.internal.message.CommandDecoder;
import io.heliosdb.mysql.protocol.internal.message.ErrPacket;
import io.heliosdb.mysql.protocol.internal.message.HandshakeResponse41;
import io.heliosdb.mysql.protocol.internal.message.Negotiated;
import io.heliosdb.mysql.protocol.internal.type.CharacterSet;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.SessionControl;
import io.heliosdb.spi.dialect.SessionInformation;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.Activity;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.ClientDescription;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.protocol.TraceView;
import io.heliosdb.sql.session.SessionListener;
import io.heliosdb.sql.session.SqlSession;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's session: the order of messages (manual, "Connection Phase", "Command Phase"). */
public final class MysqlSession implements ProtocolSession, SessionListener, ConnectionPhase.Owner {
    /** What the session does: the client's text that runs, if one does. */
    private record Doing(Optional<String> text, Optional<String> schema, long sinceNanos) {}

    private static final Logger LOGGER = LoggerFactory.getLogger(MysqlSession.class);

    private final Client client;
    private final ConnectionRegistry connections;
    private final EngineSide engineSide;
    private final MysqlSettings settings;
    private final MessageLog log;

    private ChannelHandlerContext context;
    private MysqlFrameDecoder decoder;
    private PacketOutput output;
    private Phase phase = Phase.GREETING;
    private ConnectionPhase login;
    private LoginAttempt loggedIn;
    private SqlSession session;
    private CommandPhase commands;
    private SessionView view;
    private boolean compressed;
    private boolean commandUnderWay;
    private boolean quit;
    /** Killed: no command is answered once the killer knows, though this event loop may be late. */
    private volatile boolean doomed;

    private volatile Doing doing = new Doing(Optional.empty(), Optional.empty(), System.nanoTime());
    private MysqlError cancelled;
    private final IdleTimeout idleTimeout = new IdleTimeout(this::timedOut);

    public MysqlSession(Client client, ConnectionRegistry connections, SessionOpener opener, MysqlSettings settings) {
        this.client = client;
        this.connections = connections;
        this.settings = settings;
        engineSide = new EngineSide(client, connections, opener, settings);
        log = new MessageLog(client.id());
    }

    /** The greeting waits for the gateway, which may not want this connection at all. */
    void attach(MysqlFrameDecoder frameDecoder, ChannelHandlerContext handlerContext) {
        decoder = frameDecoder;
        context = handlerContext;
        output = new PacketOutput(client, handlerContext, log, new Negotiated(0, CharacterSet.UTF8MB4));
        login = new ConnectionPhase(
                this,
                client,
                connections,
                frameDecoder,
                handlerContext.executor(),
                output,
                log,
                engineSide.host(),
                settings.localInfile() ? Capability.OFFERED | Capability.LOCAL_FILES : Capability.OFFERED);
        context.executor().execute(this::greet);
    }

    long connectionId() {
        return client.id();
    }

    String user() {
        return loggedIn.request().user();
    }

    // ------------------------------------------------------------------ what the decoder asks

    boolean takesMessages() {
        return switch (phase) {
            case GREETING, OPENING -> false;
            case LOGIN -> login.takesMessages();
            // Who does not read answers may not ask either.
            case READY ->
                (!commandUnderWay || commands.takesContent())
                        && context.channel().isWritable();
            case ENDED -> false;
        };
    }

    boolean isEnded() {
        return phase == Phase.ENDED;
    }

    /** Whether the numbers of packets mean anything: inside of compressed ones, only those have numbers that do. */
    boolean checksSequence() {
        return !compressed;
    }

    /** The number of the client's next packet. */
    int expectedSequence() {
        return phase == Phase.READY && !commandUnderWay ? 0 : output.sequence();
    }

    /** Octets of a message at most, its first header included. */
    int longestMessage() {
        return loggedIn == null ? client.limits().preLoginBytes() : PacketLimit.of(client);
    }

    /**
     * Takes a message.
     *
     * @param payload borrowed
     * @param sequence number of its last packet
     * @throws HeliosException the session ends with it
     */
    void message(ByteBuf payload, int sequence) {
        output.sequence(sequence + 1);
        if (doomed) {
            phase = Phase.ENDED;
            output.flushAndClose();
        } else if (phase == Phase.READY && commandUnderWay) {
            log.content(payload);
            commands.content(payload);
        } else if (phase == Phase.READY) {
            command(payload);
        } else {
            login.message(payload);
        }
    }

    // ------------------------------------------------------------------ login

    private void greet() {
        if (phase != Phase.GREETING) {
            return;
        }
        login.greet();
        phase = Phase.LOGIN;
        output.flush();
        decoder.resume();
    }

    @Override
    public boolean isLoggingIn() {
        return phase == Phase.LOGIN;
    }

    @Override
    public void authenticated(LoginAttempt attempt) {
        phase = Phase.OPENING;
        leaveEngine();
        loggedIn = attempt;
        HandshakeResponse41 request = loggedIn.request();
        client.loggedIn(new ClientDescription(
                request.user(),
                request.database(),
                DriverSignature.of(request.attributes()),
                DriverSignature.application(request.attributes())));
        try {
            session = engineSide.open(loggedIn, context.channel().eventLoop(), this);
        } catch (HeliosException e) {
            end(e);
        }
    }

    @Override
    public void opened(SessionStart start) {
        if (phase != Phase.OPENING) {
            return;
        }
        view = new SessionView(session, engineSide.database(loggedIn));
        String database = loggedIn.request().database();
        if (database.isEmpty()) {
            ready();
        } else {
            session.execute(CommandPhase.use(database), new LoginDatabaseSink());
        }
    }

    /** The database that the client named can be used, or the login fails after all. */
    private final class LoginDatabaseSink extends OutcomeSink {
        @Override
        public void completed(Outcome outcome) {
            ready();
        }

        @Override
        public void failed(HeliosException error) {
            endWith(MysqlError.ofStatement(error, view.dialect()));
        }
    }

    private void ready() {
        if (phase != Phase.OPENING) {
            return;
        }
        ResultWriter writer = new ResultWriter(output, view, new SessionTracker(session));
        int capabilities = output.negotiated().capabilities();
        commands = new CommandPhase(
                session,
                output,
                writer,
                this::terms,
                connections,
                user(),
                Capability.has(capabilities, Capability.MULTI_STATEMENTS),
                PacketLimit.of(client),
                () -> decoder.resume(),
                this::answered);
        connections.add(this);
        phase = Phase.READY;
        writer.begin();
        writer.ok();
        compress();
        idle();
        decoder.resume();
    }

    /** From the end of the login on. */
    private void compress() {
        Negotiated negotiated = output.negotiated();
        boolean zlib = negotiated.has(Capability.COMPRESS);
        if (compressed || !(zlib || negotiated.has(Capability.ZSTD_COMPRESSION_ALGORITHM))) {
            return;
        }
        compressed = true;
        output.flush();
        Compression compression = zlib
                ? new ZlibCompression()
                : new ZstdCompression(loggedIn.request().zstdLevel());
        client.addCodec(new CompressedPackets(compression, PacketLimit.of(client)));
    }

    // ------------------------------------------------------------------ traces

    @Override
    public Optional<TraceView> traceViewFromNow(boolean masked) {
        boolean betweenMessages = phase == Phase.READY && !commandUnderWay && decoder.isEmpty() && output.isEmpty();
        if (!betweenMessages) {
            return Optional.empty();
        }
        HandshakeResponse41 request = loggedIn.request();
        return Optional.of(MysqlTraceView.ofSession(
                masked,
                LoginPackets.madeUp(
                        output.negotiated().capabilities(),
                        client.id(),
                        user(),
                        request.database(),
                        request.collation())));
    }

    // ------------------------------------------------------------------ commands

    private void command(ByteBuf payload) {
        log.command(payload);
        connections.question();
        client.activity(Activity.ACTIVE);
        idleTimeout.end();
        commandUnderWay = true;
        cancelled = null;
        Command command;
        try {
            command = new CommandDecoder(
                            output.negotiated().capabilities(),
                            view.clientCharacters(),
                            loggedIn.request().collation())
                    .decode(payload);
        } catch (HeliosException e) {
            output.message(new ErrPacket(terms(e)));
            answered();
            return;
        }
        if (command instanceof ComQuit) {
            quit = true;
            phase = Phase.ENDED;
            output.flushAndClose();
        } else if (command instanceof ComChangeUser change) {
            commandUnderWay = false;
            phase = Phase.LOGIN;
            connections.remove(this);
            login.begin(change.login());
        } else {
            doing = new Doing(commands.text(command), schema(), System.nanoTime());
            commands.run(command);
        }
    }

    /** The failure of a statement in MySQL's terms: who was cancelled is told why. */
    private VendorError terms(HeliosException error) {
        return cancelled != null && error.sqlState().equals(SqlState.QUERY_CANCELED)
                ? cancelled.error()
                : MysqlError.ofStatement(error, view.dialect());
    }

    private Optional<String> schema() {
        return session == null ? Optional.empty() : session.dialect().schema();
    }

    @Override
    public void dialectChanged() {
        // The next login takes the newest by itself.
        if (session != null) {
            engineSide.dialectChanged(session);
        }
    }

    private void answered() {
        commandUnderWay = false;
        doing = new Doing(Optional.empty(), schema(), System.nanoTime());
        if (phase == Phase.READY) {
            idle();
            decoder.resume();
        }
    }

    private void idle() {
        idleTimeout.begin(session.dialect().idleTimeoutMillis(), context.executor());
        client.activity(session.transaction() == TransactionStatus.IDLE ? Activity.IDLE : Activity.IDLE_IN_TRANSACTION);
    }

    @Override
    public void readComplete() {
        flush();
    }

    void flush() {
        if (phase != Phase.ENDED) {
            output.flush();
        }
    }

    void clientWritable(boolean writable) {
        if (session != null) {
            session.setReading(writable);
        }
        if (writable) {
            decoder.resume();
        }
    }

    // ------------------------------------------------------------------ the end

    @Override
    public void closed(HeliosException reason) {
        session = null;
        end(reason);
    }

    /** What the session does, for its fellows; asked from any event loop. */
    SessionInformation information() {
        Doing now = doing;
        return new SessionInformation(
                connectionId(),
                user(),
                engineSide.host(),
                now.schema(),
                now.text(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - now.sinceNanos()));
    }

    boolean isRunning() {
        return doing.text().isPresent();
    }

    /** Another session of the same user ends this one, or what it runs. */
    void killed(SessionControl.Target target) {
        if (target == SessionControl.Target.SESSION) {
            doomed = true;
        }
        context.executor().execute(() -> {
            if (target == SessionControl.Target.STATEMENT) {
                cancel(MysqlError.QUERY_INTERRUPTED);
            } else if (phase != Phase.ENDED) {
                // Without a word, also in the middle of rows: the client sees that its connection is lost.
                phase = Phase.ENDED;
                output.flushAndClose();
            }
        });
    }

    @Override
    public void statementTimedOut() {
        if (phase == Phase.READY && commands.takesContent()) {
            // A client that does not send what it was asked for takes no answer either.
            end(MysqlError.READ_INTERRUPTED.exception());
            return;
        }
        cancel(MysqlError.QUERY_TIMEOUT);
    }

    private void cancel(MysqlError why) {
        if (session != null && commandUnderWay) {
            cancelled = why;
            session.cancel();
        }
    }

    @Override
    public void terminate(HeliosException reason) {
        end(reason);
    }

    /** Reports the reason, then closes the connection. */
    @Override
    public void end(HeliosException reason) {
        if (phase != Phase.ENDED) {
            LOGGER.debug("client {}: ends: {}", client.id(), reason);
            endWith(MysqlError.ofSession(reason));
        }
    }

    private void endWith(VendorError error) {
        if (phase == Phase.ENDED) {
            return;
        }
        if (phase == Phase.READY && !commandUnderWay) {
            output.sequence(0); // nobody asked
        }
        phase = Phase.ENDED;
        output.message(new ErrPacket(error));
        output.flushAndClose();
    }

    /** Something broke: the client's connection, or a defect of ours, of which the client learns no details. */
    @Override
    public void failed(Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            LOGGER.debug("client {}: {}", client.id(), cause.toString());
            phase = Phase.ENDED;
            context.close();
        } else if (cause instanceof HeliosException reason) {
            end(reason);
        } else {
            LOGGER.error("client {}: session ends because of an unexpected failure", client.id(), cause);
            end(MysqlError.UNKNOWN_ERROR.exception());
        }
    }

    /** The client has asked for nothing for longer than its session lets it. */
    private void timedOut() {
        if (phase == Phase.READY && !commandUnderWay) {
            endWith(MysqlError.CLIENT_INTERACTION_TIMEOUT.error());
        }
    }

    /** The connection is gone. */
    void disconnected() {
        phase = Phase.ENDED;
        idleTimeout.cancel();
        connections.remove(this);
        if (commands != null && !quit) {
            connections.abortedClient();
        }
        leaveEngine();
        if (output != null) {
            output.release();
        }
    }

    private void leaveEngine() {
        if (session != null) {
            SqlSession open = session;
            session = null;
            commands = null;
            open.close();
        }
    }
}
