package io.heliosdb.pg.engine.internal;

import static io.heliosdb.spi.engine.MessageCode.HEADER_BYTES;

import io.heliosdb.pg.wire.CString;
import io.heliosdb.pg.wire.FrameGatherer;
import io.heliosdb.pg.wire.ProtocolVersion;
import io.heliosdb.pg.wire.message.Authentication;
import io.heliosdb.pg.wire.message.BackendKeyData;
import io.heliosdb.pg.wire.message.ErrorResponse;
import io.heliosdb.pg.wire.message.NegotiateProtocolVersion;
import io.heliosdb.pg.wire.message.SaslInitialResponse;
import io.heliosdb.pg.wire.scram.ScramClient;
import io.heliosdb.spi.auth.ChannelBinding;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Logs a connection in (manual, "Start-up"), from the StartupMessage to the first ReadyForQuery, and then puts a
 * {@link Backend} in its own place.
 */
final class LoginHandler extends ChannelInboundHandlerAdapter {
    /** No message of a login is longer, whatever its length field says. */
    private static final int MAX_LOGIN_LENGTH = 65_536;

    private final Login login;
    private final ProtocolVersion version;
    private final boolean cleartextAllowed;
    private final Executor blocking;
    private final OutputBuffers buffers;
    private final CompletableFuture<Backend> outcome;

    private final FrameGatherer gatherer = new FrameGatherer();
    private ScramClient scram;
    private boolean serverProved;
    private boolean passwordAsked;
    private boolean deriving;
    private boolean authenticated;
    private BackendKeyData key = new BackendKeyData(0, new byte[0]);
    private ParameterSet parameters = ParameterSet.EMPTY;
    private Backend backend;

    /**
     * @param cleartextAllowed whether nobody can listen, so that a password may be sent as it is or nearly so
     * @param blocking where keys are derived from passwords
     * @param outcome completed on the event loop
     */
    LoginHandler(
            Login login,
            ProtocolVersion version,
            boolean cleartextAllowed,
            Executor blocking,
            OutputBuffers buffers,
            CompletableFuture<Backend> outcome) {
        this.login = login;
        this.version = version;
        this.cleartextAllowed = cleartextAllowed;
        this.blocking = blocking;
        this.buffers = buffers;
        this.outcome = outcome;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ByteBuf out = context.alloc().buffer();
        login.startup(version).encode(out);
        context.writeAndFlush(out, context.voidPromise());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        gatherer.release();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf received = gatherer.join(context.alloc(), (ByteBuf) message);
        try {
            while (!outcome.isDone() && next(context, received)) {
                // one message each
            }
            if (backend != null && received.isReadable()) {
                // What the engine said after its ReadyForQuery.
                backend.channelRead(backend.context(), received.readRetainedSlice(received.readableBytes()));
            } else if (outcome.isDone()) {
                received.skipBytes(received.readableBytes());
            }
        } finally {
            gatherer.keep(received);
        }
    }

    private boolean next(ChannelHandlerContext context, ByteBuf received) {
        if (received.readableBytes() < HEADER_BYTES || deriving) {
            return false;
        }
        byte type = received.getByte(received.readerIndex());
        int length = received.getInt(received.readerIndex() + 1);
        if (length < Integer.BYTES || length > MAX_LOGIN_LENGTH) {
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION,
                    "the engine sent a message of length " + length + " during login; is it PostgreSQL?");
        }
        if (received.readableBytes() <= length) {
            return false;
        }
        received.skipBytes(HEADER_BYTES);
        message(context, type, received.readSlice(length - Integer.BYTES));
        return true;
    }

    private void message(ChannelHandlerContext context, byte type, ByteBuf body) {
        switch (type) {
            case MessageCode.AUTHENTICATION -> authentication(context, Authentication.decode(body));
            case MessageCode.BACKEND_KEY_DATA -> key = BackendKeyData.decode(body);
            case MessageCode.PARAMETER_STATUS -> parameters = parameters.withStatus(body);
            case MessageCode.NEGOTIATE_PROTOCOL_VERSION -> negotiate(NegotiateProtocolVersion.decode(body));
            case MessageCode.ERROR_RESPONSE ->
                fail(context, ConnectFailure.answered(ErrorResponse.decode(body).error()));
            case MessageCode.NOTICE_RESPONSE -> {
                // Warnings of a login are about the database and not about this session; the engine's log has them.
            }
            case MessageCode.READY_FOR_QUERY -> ready(context);
            default ->
                throw new HeliosException(
                        SqlState.PROTOCOL_VIOLATION,
                        "the engine sent message type 0x" + Integer.toHexString(type & 0xff) + " during login");
        }
    }

    private void negotiate(NegotiateProtocolVersion offer) {
        boolean usable = offer.version().major() == version.major()
                && offer.version().compareTo(version) <= 0
                && offer.unrecognizedOptions().isEmpty();
        // Before PostgreSQL 18 some servers gave the minor version alone.
        boolean minorAlone =
                offer.version().major() == 0 && offer.unrecognizedOptions().isEmpty();
        if (!usable && !minorAlone) {
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION, "the engine offers protocol " + offer.version() + " for " + version);
        }
    }

    private void ready(ChannelHandlerContext context) {
        if (!authenticated) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "the engine is ready before it authenticated");
        }
        backend = new Backend(login, key, parameters, buffers, IdleOwner.INSTANCE);
        context.pipeline().replace(this, null, backend);
        outcome.complete(backend);
    }

    // ------------------------------------------------------------------ authentication

    private void authentication(ChannelHandlerContext context, Authentication request) {
        if (authenticated) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "the engine authenticates twice");
        }
        if (request instanceof Authentication.Ok) {
            if (scram != null && !serverProved) {
                throw new HeliosException(
                        SqlState.INVALID_AUTHORIZATION,
                        "the engine accepted the login without proving its own identity");
            }
            authenticated = true;
        } else if (request instanceof Authentication.CleartextPassword) {
            onlyUnheard("a password in clear text");
            password(context, password().text());
        } else if (request instanceof Authentication.Md5Password md5) {
            onlyUnheard("an MD5 password");
            password(context, password().md5(login.role(), md5.salt()));
        } else if (request instanceof Authentication.Sasl sasl) {
            beginScram(context, sasl);
        } else if (request instanceof Authentication.SaslContinue challenge) {
            answerScram(context, challenge.data());
        } else if (request instanceof Authentication.SaslFinal last) {
            scram().finish(last.data());
            serverProved = true;
        }
    }

    private EnginePassword password() {
        return login.password()
                .orElseThrow(() -> new HeliosException(
                        SqlState.INVALID_AUTHORIZATION,
                        "the engine asks role \"" + login.role() + "\" for a password, and there is none"));
    }

    private void onlyUnheard(String what) {
        if (!cleartextAllowed) {
            throw new HeliosException(
                    SqlState.INVALID_AUTHORIZATION,
                    "the engine asks for " + what
                            + " on a connection without TLS (use SCRAM-SHA-256 there, or sslmode)");
        }
        if (passwordAsked || scram != null) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "the engine asks for a password twice");
        }
        passwordAsked = true;
    }

    private static void password(ChannelHandlerContext context, String password) {
        ByteBuf out = context.alloc().buffer();
        out.writeByte(MessageCode.PASSWORD).writeInt(0);
        CString.write(out, password);
        send(context, out);
    }

    private void beginScram(ChannelHandlerContext context, Authentication.Sasl request) {
        password();
        if (scram != null || passwordAsked) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "the engine begins to authenticate twice");
        }
        scram = ScramClient.choose(request.mechanisms(), binding(context));
        ByteBuf out = context.alloc().buffer();
        new SaslInitialResponse(scram.mechanism().registeredName(), scram.first()).encode(out);
        context.writeAndFlush(out, context.voidPromise());
    }

    private ScramClient scram() {
        if (scram == null) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "the engine goes on with SASL that was not begun");
        }
        return scram;
    }

    /** The first time keys are derived elsewhere; what arrives meanwhile waits. */
    private void answerScram(ChannelHandlerContext context, byte[] challenge) {
        EnginePassword password = password();
        ScramClient client = scram();
        if (password.hasKeys()) {
            saslResponse(context, client.answer(challenge, password::keys));
            return;
        }
        deriving = true;
        CompletableFuture<byte[]> unused = CompletableFuture.supplyAsync(
                        () -> client.answer(challenge, password::keys), blocking)
                .whenCompleteAsync(
                        (octets, failure) -> {
                            deriving = false;
                            if (failure != null) {
                                exceptionCaught(context, failure);
                            } else if (context.channel().isActive()) {
                                saslResponse(context, octets);
                            }
                        },
                        context.executor());
    }

    private static void saslResponse(ChannelHandlerContext context, byte[] octets) {
        ByteBuf out = context.alloc().buffer();
        out.writeByte(MessageCode.PASSWORD).writeInt(0).writeBytes(octets);
        send(context, out);
    }

    /** Fills in the length. */
    private static void send(ChannelHandlerContext context, ByteBuf message) {
        message.setInt(1, message.readableBytes() - 1);
        context.writeAndFlush(message, context.voidPromise());
    }

    private static Optional<ChannelBinding> binding(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls == null) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            return chain[0] instanceof X509Certificate certificate
                    ? ChannelBinding.tlsServerEndPoint(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    // ------------------------------------------------------------------ failure

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        outcome.completeExceptionally(
                new HeliosException(SqlState.CONNECTION_FAILURE, "the engine closed the connection during login"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, ConnectFailure.of(cause));
    }

    private void fail(ChannelHandlerContext context, ConnectFailure reason) {
        outcome.completeExceptionally(reason);
        context.close();
    }
}
