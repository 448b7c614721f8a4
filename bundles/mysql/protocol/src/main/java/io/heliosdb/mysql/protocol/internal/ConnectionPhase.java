package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.internal.message.AuthMoreData;
import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.mysql.protocol.internal.message.HandshakeResponse41;
import io.heliosdb.mysql.protocol.internal.message.HandshakeV10;
import io.heliosdb.mysql.protocol.internal.message.Negotiated;
import io.heliosdb.mysql.protocol.internal.message.ServerStatus;
import io.heliosdb.mysql.protocol.internal.message.SslRequest;
import io.heliosdb.mysql.protocol.internal.type.CharacterSet;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.Client;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.CompletionStage;

/**
 * From the greeting to the end of the login (manual, "Connection Phase"), and COM_CHANGE_USER's login later on: greeting,
 * TLS, the client's answer, and the exchange of the authentication method.
 */
final class ConnectionPhase {
    /** The session whose client logs in. */
    interface Owner {
        /** Whether the session still waits for the login: an exchange may answer when the client is gone. */
        boolean isLoggingIn();

        /** The client is who it says; nothing was sent about it but the method's own last message. */
        void authenticated(LoginAttempt attempt);

        /** The login is refused. */
        void end(HeliosException reason);

        /** Something broke. */
        void failed(Throwable cause);
    }

    private final Owner owner;
    private final Client client;
    private final ConnectionRegistry connections;
    private final MysqlFrameDecoder decoder;
    private final EventExecutor executor;
    private final PacketOutput output;
    private final MessageLog log;
    private final String host;

    private int offered;
    private byte[] challenge;
    private LoginAttempt attempt;
    private boolean switchRequested;
    private boolean stepUnderWay;

    /**
     * @param host the client's, as a refusal names it
     * @param offered what the server can do, TLS apart
     */
    ConnectionPhase(
            Owner owner,
            Client client,
            ConnectionRegistry connections,
            MysqlFrameDecoder decoder,
            EventExecutor executor,
            PacketOutput output,
            MessageLog log,
            String host,
            int offered) {
        this.owner = owner;
        this.client = client;
        this.connections = connections;
        this.decoder = decoder;
        this.executor = executor;
        this.output = output;
        this.log = log;
        this.host = host;
        this.offered = offered;
    }

    /** Protocol::HandshakeV10, with what this server offers the client. */
    void greet() {
        if (client.tlsAvailable() && !client.encrypted()) {
            offered |= Capability.SSL;
        }
        if (!ZstdLibrary.isAvailable()) {
            offered &= ~Capability.ZSTD_COMPRESSION_ALGORITHM;
        }
        challenge = connections.challenge(HandshakeV10.CHALLENGE_BYTES);
        output.message(new HandshakeV10(
                ServerVersion.TEXT,
                client.id(),
                challenge,
                offered,
                CharacterSet.UTF8MB4.collation(),
                ServerStatus.AUTOCOMMIT,
                LoginAttempt.preferred(client)));
    }

    /** Whether the client may speak: it may not while its last answer is looked at. */
    boolean takesMessages() {
        return !stepUnderWay;
    }

    /**
     * Takes a message of the client.
     *
     * @param payload borrowed
     * @throws HeliosException the session ends with it
     */
    void message(ByteBuf payload) {
        if (attempt == null) {
            handshake(payload);
        } else {
            log.login("authentication data", payload);
            answer(ByteBufUtil.getBytes(payload));
        }
    }

    private void handshake(ByteBuf payload) {
        boolean tls = SslRequest.is(payload);
        log.login(tls ? "SSLRequest" : "HandshakeResponse41", payload);
        if (tls) {
            startTls();
            return;
        }
        HandshakeResponse41 response = decode(payload);
        boolean wantsTls = Capability.has(response.capabilities(), Capability.SSL) && !client.encrypted();
        if (wantsTls || !Capability.has(response.capabilities(), Capability.PROTOCOL_41)) {
            throw MysqlError.BAD_HANDSHAKE.exception();
        }
        output.negotiated(
                new Negotiated(response.capabilities() & offered, CharacterSet.ofCollation(response.collation())));
        begin(response);
    }

    /** A client begins the handshake without waiting for an answer: what came with its request belongs to TLS. */
    private void startTls() {
        if (!Capability.has(offered, Capability.SSL)) {
            throw MysqlError.BAD_HANDSHAKE.exception();
        }
        offered &= ~Capability.SSL;
        client.startTls(decoder.takeRest());
    }

    private HandshakeResponse41 decode(ByteBuf payload) {
        try {
            return HandshakeResponse41.decode(payload, offered);
        } catch (IndexOutOfBoundsException e) {
            throw MysqlError.BAD_HANDSHAKE.exception();
        }
    }

    /** Begins the login that the client asks for. */
    void begin(HandshakeResponse41 request) {
        attempt = new LoginAttempt(client, request, challenge, connections.challenge(challenge.length));
        switchRequested = attempt.switchRequest().isPresent();
        if (switchRequested) {
            output.message(attempt.switchRequest().get());
            output.flush();
        } else {
            answer(request.answer());
        }
    }

    private void answer(byte[] octets) {
        stepUnderWay = true;
        CompletionStage<Exchange.Step> next = attempt.next(octets);
        next.whenComplete((step, failure) -> {
            if (executor.inEventLoop()) {
                stepped(step, failure);
            } else {
                executor.execute(() -> stepped(step, failure));
            }
        });
    }

    private void stepped(Exchange.Step step, Throwable failure) {
        stepUnderWay = false;
        if (!owner.isLoggingIn()) {
            return;
        }
        try {
            if (failure != null) {
                owner.failed(failure);
            } else {
                take(step);
            }
        } catch (RuntimeException e) {
            // Nobody else hears of it here, and the client would wait for ever.
            owner.failed(e);
        }
        decoder.resume();
    }

    private void take(Exchange.Step step) {
        if (step instanceof Exchange.Challenge more) {
            output.message(new AuthMoreData(more.data()));
        } else if (step instanceof Exchange.Failure refused) {
            refuse(refused.reason());
        } else if (step instanceof Exchange.Success success) {
            authenticated(success);
        }
    }

    private void refuse(HeliosException reason) {
        if (reason.sqlState().equals(SqlState.PROTOCOL_VIOLATION)) {
            owner.end(MysqlError.BAD_HANDSHAKE.exception());
        } else {
            owner.end(MysqlError.ACCESS_DENIED.exception(
                    attempt.request().user(),
                    host,
                    attempt.request().answer().length > 0 || switchRequested ? "YES" : "NO"));
        }
    }

    private void authenticated(Exchange.Success success) {
        if (success.data().length > 0) {
            output.message(new AuthMoreData(success.data()));
            output.flush();
        }
        LoginAttempt finished = attempt;
        attempt = null;
        owner.authenticated(finished);
    }
}
