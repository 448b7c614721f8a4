package com.example.resp.internal;

import com.example.resp.RespProtocol;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.Activity;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.ClientDescription;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.type.Row;
import io.heliosdb.sql.session.PrepareSink;
import io.heliosdb.sql.session.PreparedStatement;
import io.heliosdb.sql.session.ResultColumn;
import io.heliosdb.sql.session.SessionListener;
import io.heliosdb.sql.session.SqlSession;
import io.heliosdb.sql.session.StatementSink;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's session: who it is, then its commands, one after the other. Everything happens on the event loop. */
public final class RespSession implements ProtocolSession, SessionListener {
    private static final Logger LOG = LoggerFactory.getLogger(RespSession.class);
    private static final String DIALECT = "postgresql";

    /** The user of clients that name none. */
    private static final String DEFAULT_USER = "default";

    private enum Phase {
        /** The client is to say who it is. */
        LOGIN,
        /** Its password is being checked, then its session at the engine is being opened. */
        OPENING,
        /** It may ask. */
        READY,
        /** A command runs. */
        RUNNING,
        ENDED
    }

    private final Client client;
    private final ChannelHandlerContext context;
    private final RespFrameDecoder decoder;
    private final RespOutput output;
    private final ConnectionCommands connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private Phase phase = Phase.LOGIN;
    private Runnable welcome;
    private SqlSession sql;
    private boolean timedOut;

    private RespSession(Client client) {
        this.client = client;
        decoder = new RespFrameDecoder(this);
        client.channel().pipeline().addLast(RespProtocol.NAME, decoder);
        context = client.channel().pipeline().context(decoder);
        output = new RespOutput(context);
        connection = new ConnectionCommands(this, output, client.id());
    }

    /** Takes a connection over. */
    public static RespSession open(Client client) {
        return new RespSession(client);
    }

    // ------------------------------------------------------------------ commands

    /** Whether the next command can be taken now: none is being worked on, and the client reads what it is told. */
    boolean takesMessages() {
        return (phase == Phase.LOGIN || phase == Phase.READY)
                && context.channel().isWritable();
    }

    boolean isEnded() {
        return phase == Phase.ENDED;
    }

    boolean isLoggedIn() {
        return phase != Phase.LOGIN;
    }

    /** Octets that a command may have at most. */
    int longestMessage() {
        return phase == Phase.LOGIN
                ? client.limits().preLoginBytes()
                : client.limits().messageBytes();
    }

    void command(List<byte[]> received) {
        Words words = new Words(received);
        try {
            if (!connection.run(words)) {
                Optional<DataCommand> command = DataCommand.of(connection.database(), words);
                if (!isLoggedIn()) {
                    throw command.isPresent() ? ConnectionCommands.noLogin() : words.unknown();
                }
                run(command.orElseThrow(words::unknown));
            }
        } catch (RespError e) {
            output.error(e.getMessage());
        }
        if (phase != Phase.RUNNING && phase != Phase.OPENING) {
            output.flush();
        }
    }

    private void run(DataCommand command) {
        phase = Phase.RUNNING;
        client.activity(Activity.ACTIVE);
        PreparedStatement known = prepared.get(command.sql());
        if (known != null) {
            sql.execute(known, command.parameters(), new Result(command));
            return;
        }
        sql.prepare(command.sql(), new PrepareSink() {
            @Override
            public void prepared(PreparedStatement statement) {
                prepared.put(command.sql(), statement);
                sql.execute(statement, command.parameters(), new Result(command));
            }

            @Override
            public void failed(HeliosException error) {
                answer(() -> output.error(error(error)));
            }
        });
    }

    /** The result of a command: one cell, or a count. */
    private final class Result implements StatementSink {
        private final DataCommand command;
        private byte[] value;

        Result(DataCommand command) {
            this.command = command;
        }

        @Override
        public void columns(List<ResultColumn> columns) {
            // the command knows them
        }

        @Override
        public void row(Row row) {
            value = row.isNull(0) ? null : ByteBufUtil.getBytes(row.body(), row.offset(0), row.length(0));
        }

        @Override
        public void completed(Outcome outcome) {
            answer(() -> command.reply().write(output, value, outcome.affected()));
        }

        @Override
        public void failed(HeliosException error) {
            answer(() -> output.error(error(error)));
        }
    }

    private String error(HeliosException error) {
        return timedOut ? "ERR canceling statement due to statement timeout" : DataCommand.error(error);
    }

    private void answer(Runnable reply) {
        if (phase == Phase.RUNNING) {
            phase = Phase.READY;
            reply.run();
            timedOut = false;
            output.flush();
            client.activity(Activity.IDLE);
            decoder.resume();
        }
    }

    // ------------------------------------------------------------------ login

    /**
     * Checks a password, then opens the session at the engine.
     *
     * @param then what the client is told when it is open
     * @throws RespError where no password may be shown on this channel
     */
    void logIn(String user, String shown, Runnable then) {
        if (isReadableByOthers()) {
            throw new RespError("ERR a password is taken inside TLS or from this machine only");
        }
        phase = Phase.OPENING;
        welcome = then;
        Login login = client.identity().login(user.isEmpty() ? DEFAULT_USER : user);
        char[] password = shown.toCharArray();
        // Milliseconds of work, by design: not for the event loop.
        CompletableFuture.supplyAsync(() -> login.proves(password))
                .whenCompleteAsync(
                        (right, failure) -> {
                            Arrays.fill(password, '\0');
                            checked(login, right, failure);
                        },
                        context.executor());
    }

    private boolean isReadableByOthers() {
        Channel channel = client.channel();
        return !client.encrypted()
                && channel.remoteAddress() instanceof InetSocketAddress remote
                && !remote.getAddress().isLoopbackAddress();
    }

    private void checked(Login login, Boolean right, Throwable failure) {
        if (phase != Phase.OPENING) {
            return; // gone meanwhile
        }
        if (failure != null) {
            failed(failure);
        } else if (right) {
            try {
                openSession(login.user(), login.role().orElseThrow());
            } catch (HeliosException e) {
                end(e);
            }
        } else {
            // The same for an unknown user. The client may try again until its time is over.
            phase = Phase.LOGIN;
            output.error("WRONGPASS invalid username-password pair or user is disabled.");
            output.flush();
        }
        decoder.resume();
    }

    private void openSession(String user, Role role) {
        String database = role.database().orElse(role.name());
        client.loggedIn(new ClientDescription(user, database, Optional.empty(), Optional.empty()));
        Dialect dialect = client.dialect(DIALECT)
                .orElseThrow(() -> new HeliosException(
                        SqlState.CANNOT_CONNECT_NOW, "the dialect " + DIALECT + " is not deployed"));
        sql = SqlSession.open(
                dialect,
                new SessionOpening(user, database, "", client.id(), Map.of()),
                client.engine(),
                role,
                Map.of("application_name", RespProtocol.NAME),
                context.channel().eventLoop(),
                this);
    }

    @Override
    public void opened(SessionStart start) {
        phase = Phase.RUNNING;
        sql.execute(
                DataCommand.TABLE,
                new Result(new DataCommand(DataCommand.TABLE, List.of(), (out, value, affected) -> welcome.run())));
    }

    @Override
    public void readComplete() {
        output.flush();
    }

    /** A client that does not read is not written for. */
    void writable(boolean writable) {
        if (sql != null) {
            sql.setReading(writable);
        }
    }

    // ------------------------------------------------------------------ the end

    /** The client has said that it goes. */
    void quit() {
        output.simple("OK");
        output.flush();
        phase = Phase.ENDED;
        context.close();
    }

    @Override
    public void terminate(HeliosException reason) {
        end(reason);
    }

    @Override
    public void dialectChanged() {
        if (sql != null) {
            client.dialect(DIALECT).ifPresent(newest -> sql.moveTo(newest, client::release));
        }
    }

    @Override
    public void statementTimedOut() {
        if (phase == Phase.RUNNING) {
            timedOut = true;
            sql.cancel();
        }
    }

    /** The engine's side ended. */
    @Override
    public void closed(HeliosException reason) {
        sql = null;
        end(reason);
    }

    /** Tells the client why, then closes the connection. */
    void end(HeliosException reason) {
        if (phase != Phase.ENDED) {
            phase = Phase.ENDED;
            output.error("ERR " + reason.getMessage());
            output.flush();
            context.close();
        }
    }

    /** Something broke: the connection, or a defect of ours, of which the client learns no details. */
    void failed(Throwable cause) {
        if (cause instanceof HeliosException reason) {
            end(reason);
        } else if (cause instanceof IOException) {
            phase = Phase.ENDED;
            context.close();
        } else {
            LOG.error("client {}: session ends because of an unexpected failure", client.id(), cause);
            end(new HeliosException(SqlState.INTERNAL_ERROR, "internal error; the server's log tells more"));
        }
    }

    /** The connection is gone. */
    void disconnected() {
        phase = Phase.ENDED;
        output.release();
        if (sql != null) {
            SqlSession open = sql;
            sql = null;
            open.close();
        }
    }
}
