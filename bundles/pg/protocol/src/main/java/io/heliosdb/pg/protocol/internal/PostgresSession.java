package io.heliosdb.pg.protocol.internal;

import io.heliosdb.pg.protocol.PostgresProtocol;
import io.heliosdb.pg.wire.message.Authentication;
import io.heliosdb.pg.wire.message.BackendKeyData;
import io.heliosdb.pg.wire.message.CancelRequest;
import io.heliosdb.pg.wire.message.ErrorResponse;
import io.heliosdb.pg.wire.message.GssEncRequest;
import io.heliosdb.pg.wire.message.InitialMessage;
import io.heliosdb.pg.wire.message.ParameterStatus;
import io.heliosdb.pg.wire.message.ReadyForQuery;
import io.heliosdb.pg.wire.message.SslRequest;
import io.heliosdb.pg.wire.message.StartupMessage;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.Activity;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.ClientDescription;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.protocol.TraceView;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's session: the order of messages (manual, "Message Flow"). Login is spoken here; after it, requests and
 * results pass through.
 */
public final class PostgresSession implements ProtocolSession, ResultSink {
    private static final Logger LOGGER = LoggerFactory.getLogger(PostgresSession.class);
    private static final String DIALECT = "postgresql";

    private final Client client;
    private final CancelKeys cancelKeys;
    private Dialect dialect;
    private final TimeoutReport timeoutReport = new TimeoutReport();

    private ChannelHandlerContext context;
    private PostgresFrameDecoder decoder;
    private ClientOutput output;
    private Phase phase = Phase.STARTUP;
    private boolean encryptionAnswered;
    private SessionParameters parameters;
    private SaslLogin saslLogin;
    private boolean stepUnderWay;
    private Engine engine;
    private EngineSession engineSession;
    private BackendKeyData key;
    private HeliosException refusal;
    private boolean insideFragment;
    private boolean requestsUnflushed;

    public PostgresSession(Client client, CancelKeys cancelKeys) {
        this.client = client;
        this.cancelKeys = cancelKeys;
        dialect = client.dialect(DIALECT).orElse(null);
    }

    @Override
    public void dialectChanged() {
        Dialect newest = client.dialect(DIALECT).orElse(dialect);
        if (newest != dialect) {
            if (dialect != null) {
                client.release(dialect);
            }
            dialect = newest;
        }
    }

    void attach(PostgresFrameDecoder frameDecoder, ChannelHandlerContext handlerContext) {
        decoder = frameDecoder;
        context = handlerContext;
        output = new ClientOutput(handlerContext, new MessageLog(client.id()));
    }

    Phase phase() {
        return phase;
    }

    // ------------------------------------------------------------------ start-up

    /**
     * @param more whether the client sent octets after this message without waiting for its answer
     * @throws HeliosException the session ends with it
     */
    void initial(InitialMessage message, boolean more) {
        if (client.encrypted() && !encryptionAnswered && !client.alpn().equals(Optional.of(PostgresProtocol.ALPN))) {
            // Otherwise a client of another protocol could be led to speak this one (manual, "SSL Session Encryption").
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION, "direct TLS without the ALPN protocol " + PostgresProtocol.ALPN);
        }
        if (message instanceof SslRequest) {
            answerEncryption(message, more);
        } else if (message instanceof GssEncRequest) {
            answerEncryption(message, more);
        } else if (message instanceof CancelRequest request) {
            cancel(request);
        } else if (message instanceof StartupMessage startup) {
            start(startup);
        }
    }

    /** Each kind of encryption may be asked for once, and nothing may follow until it is answered. */
    private void answerEncryption(InitialMessage request, boolean more) {
        boolean tls = request instanceof SslRequest && client.tlsAvailable();
        if (client.encrypted() || (encryptionAnswered && tls)) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "unexpected request for encryption");
        }
        if (more) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "received unencrypted data after SSL request")
                    .with(
                            HeliosException.Field.DETAIL,
                            "This could be either a client-software bug or evidence of an attempted"
                                    + " man-in-the-middle attack.");
        }
        encryptionAnswered |= tls;
        output.octet(tls ? 'S' : 'N');
        output.flush();
        if (tls) {
            client.startTls();
        }
    }

    private void cancel(CancelRequest request) {
        phase = Phase.ENDED;
        Optional<PostgresSession> target = cancelKeys.find(request);
        LOGGER.debug(
                "client {}: cancel of {}: {}",
                client.id(),
                request.processId(),
                target.isPresent() ? "sent" : "no such key");
        target.ifPresentOrElse(session -> session.cancelFor(context), context::close);
    }

    /** Cancels on this session's own loop; the asking connection is closed when the engine has taken notice. */
    private void cancelFor(ChannelHandlerContext asking) {
        context.executor().execute(() -> {
            if (engineSession == null) {
                asking.close();
            } else {
                engineSession.cancel().whenComplete((done, failure) -> asking.close());
            }
        });
    }

    private void start(StartupMessage startup) {
        if (refusal != null) {
            throw refusal;
        }
        parameters = SessionParameters.of(startup);
        if (dialect == null) {
            throw new HeliosException(SqlState.CANNOT_CONNECT_NOW, "the dialect " + DIALECT + " is not deployed");
        }
        parameters.negotiation().ifPresent(output::message);
        saslLogin = new SaslLogin(client, client.identity().login(parameters.user()));
        phase = Phase.AUTHENTICATION;
        output.message(saslLogin.offer());
        output.flush();
    }

    // ------------------------------------------------------------------ login

    /** Whether a login message can be taken now: none is being worked on. */
    boolean awaitsLogin() {
        return !stepUnderWay;
    }

    void login(ByteBuf body) {
        stepUnderWay = true;
        saslLogin.next(body).whenComplete((step, failure) -> {
            if (context.executor().inEventLoop()) {
                stepped(step, failure);
            } else {
                context.executor().execute(() -> {
                    stepped(step, failure);
                    decoder.resume(context);
                });
            }
        });
    }

    private void stepped(Exchange.Step step, Throwable failure) {
        stepUnderWay = false;
        if (phase != Phase.AUTHENTICATION) {
            return;
        }
        if (failure != null) {
            failed(failure);
        } else if (step instanceof Exchange.Challenge challenge) {
            output.message(new Authentication.SaslContinue(challenge.data()));
            output.flush();
        } else if (step instanceof Exchange.Failure refused) {
            end(refused.reason());
        } else if (step instanceof Exchange.Success success) {
            authenticated(success);
        }
    }

    private void authenticated(Exchange.Success success) {
        if (success.data().length > 0) {
            output.message(new Authentication.SaslFinal(success.data()));
        }
        output.message(new Authentication.Ok());
        output.flush();
        phase = Phase.OPENING;
        context.channel().config().setAutoRead(false);
        client.loggedIn(new ClientDescription(
                parameters.user(),
                parameters.database(),
                DriverSignature.of(parameters.settings()),
                Optional.ofNullable(parameters.settings().get("application_name"))));
        try {
            engine = client.engine();
        } catch (HeliosException e) {
            end(e);
            return;
        }
        SessionRequest request = new SessionRequest(
                saslLogin.login().role().orElseThrow(), parameters.database(), parameters.settings());
        saslLogin = null;
        engineSession = engine.open(request, context.channel().eventLoop(), this);
    }

    @Override
    public void opened(SessionStart start) {
        if (phase != Phase.OPENING) {
            return;
        }
        start.parameters().forEach((name, value) -> output.message(new ParameterStatus(name, value)));
        key = cancelKeys.add(this, start.processId(), parameters.version());
        output.message(key);
        output.message(new ReadyForQuery(TransactionStatus.IDLE));
        output.flush();
        phase = Phase.READY;
        client.activity(Activity.IDLE);
        context.channel().config().setAutoRead(true);
        context.executor().execute(() -> decoder.resume(context));
    }

    // ------------------------------------------------------------------ requests

    /** Looks at a statement on its way: a database can only be dropped or renamed while no idle connection holds it. */
    void statement(byte type, ByteBuf received, int body, int length) {
        int sql = body;
        if (type == MessageCode.PARSE) {
            sql = received.indexOf(body, body + length, (byte) 0) + 1;
            if (sql == 0) {
                return; // no name: the engine says what is wrong with it
            }
        }
        if (isDatabaseCandidate(received, sql, body + length)
                && dialect.kind(received.slice(sql, body + length - sql)) == StatementKind.DATABASE_DEFINITION) {
            engine.closeIdle();
        }
    }

    /** Spares the common statements the look at their words. */
    private static boolean isDatabaseCandidate(ByteBuf received, int from, int to) {
        if (from >= to) {
            return false;
        }
        int letter = received.getByte(from) & ~0x20;
        return letter < 'A' || letter == 'A' || letter == 'C' || letter == 'D';
    }

    void forward(ByteBuf run) {
        client.activity(Activity.ACTIVE);
        requestsUnflushed = true;
        engineSession.send(run);
    }

    void clientReadComplete() {
        if (requestsUnflushed) {
            requestsUnflushed = false;
            engineSession.flush();
        }
    }

    void clientWritable(boolean writable) {
        if (engineSession != null) {
            engineSession.setReading(writable);
        }
    }

    /** The client sent Terminate. */
    void clientTerminated() {
        clientReadComplete();
        phase = Phase.ENDED;
        context.close();
    }

    // ------------------------------------------------------------------ results

    @Override
    public void messages(ByteBuf run) {
        insideFragment = false;
        if (timeoutReport.isDue()) {
            timeoutReport.pass(run, context.alloc(), output);
        } else {
            output.run(run);
        }
    }

    @Override
    public boolean takesFragments() {
        return true;
    }

    @Override
    public void fragment(ByteBuf octets) {
        insideFragment = true;
        output.octets(octets);
    }

    @Override
    public void errorReported(String sqlState) {
        client.errorTold(sqlState);
    }

    @Override
    public void idle(TransactionStatus status) {
        insideFragment = false;
        timeoutReport.over();
        client.activity(status == TransactionStatus.IDLE ? Activity.IDLE : Activity.IDLE_IN_TRANSACTION);
    }

    @Override
    public void readComplete() {
        output.flush();
    }

    @Override
    public void writable(boolean writable) {
        if (phase == Phase.READY) {
            context.channel().config().setAutoRead(writable);
        }
    }

    @Override
    public void closed(HeliosException reason, boolean reported) {
        engineSession = null;
        if (reported) {
            phase = Phase.ENDED;
            output.flushAndClose();
        } else {
            end(reason);
        }
    }

    // ------------------------------------------------------------------ traces

    @Override
    public Optional<TraceView> traceViewFromNow(boolean masked) {
        boolean betweenMessages = phase == Phase.READY && !insideFragment && decoder.isEmpty() && output.isEmpty();
        return betweenMessages ? Optional.of(new PostgresTraceView(masked, true)) : Optional.empty();
    }

    // ------------------------------------------------------------------ the end

    /**
     * A connection too many is told so in answer to its StartupMessage: an error in answer to SSLRequest would not be
     * understood, and a CancelRequest must go through when the server is full most of all.
     */
    @Override
    public void terminate(HeliosException reason) {
        if (phase == Phase.STARTUP && reason.sqlState().equals(SqlState.TOO_MANY_CONNECTIONS)) {
            refusal = reason;
        } else {
            end(reason);
        }
    }

    /** Reports the reason, then closes the connection. */
    void end(HeliosException reason) {
        if (phase == Phase.ENDED) {
            return;
        }
        phase = Phase.ENDED;
        LOGGER.debug("client {}: ends: {}", client.id(), reason);
        if (!insideFragment) {
            output.message(ErrorResponse.fatal(reason));
            client.errorTold(reason.sqlState());
        }
        output.flushAndClose();
    }

    @Override
    public void statementTimedOut() {
        if (engineSession != null) {
            timeoutReport.due();
            engineSession.cancel();
        }
    }

    /** Something broke: the client's connection, or a defect of ours, of which the client learns no details. */
    void failed(Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            LOGGER.debug("client {}: {}", client.id(), cause.toString());
            phase = Phase.ENDED;
            context.close();
        } else if (cause instanceof HeliosException reason) {
            end(reason);
        } else {
            LOGGER.error("client {}: session ends because of an unexpected failure", client.id(), cause);
            end(new HeliosException(SqlState.INTERNAL_ERROR, "internal error; the server's log tells more"));
        }
    }

    /** The connection is gone. */
    void disconnected() {
        phase = Phase.ENDED;
        if (key != null) {
            cancelKeys.remove(this, key);
            key = null;
        }
        if (engineSession != null) {
            EngineSession session = engineSession;
            engineSession = null;
            session.close();
        }
        if (output != null) {
            output.release();
        }
    }
}
