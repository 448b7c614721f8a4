package @package@.internal;

import @package@.@Name@Protocol;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.Activity;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.ClientDescription;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.type.Row;
import io.heliosdb.sql.session.ResultColumn;
import io.heliosdb.sql.session.SessionListener;
import io.heliosdb.sql.session.SqlSession;
import io.heliosdb.sql.session.StatementSink;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's session: the order of messages. Everything happens on the connection's event loop. */
public final class @Name@Session implements ProtocolSession, SessionListener, StatementSink {
    private static final Logger LOG = LoggerFactory.getLogger(@Name@Session.class);

    /** The dialect of the statements. */
    private static final String DIALECT = "@dialect@";

    private enum Phase {
        /** The client is to say who it is. */
        LOGIN,
        /** Its password is being checked, then its session at the engine is being opened. */
        OPENING,
        /** It may ask. */
        READY,
        /** A statement runs. */
        RUNNING,
        ENDED
    }

    private final Client client;
    private final ChannelHandlerContext context;
    private final @Name@FrameDecoder decoder;
    private final @Name@Output output;
    private Phase phase = Phase.LOGIN;
    private SqlSession sql;
    private List<Integer> types = List.of();
    private boolean timedOut;

    private @Name@Session(Client client) {
        this.client = client;
        decoder = new @Name@FrameDecoder(this);
        client.channel().pipeline().addLast(@Name@Protocol.NAME, decoder);
        context = client.channel().pipeline().context(decoder);
        output = new @Name@Output(context);
    }

    /** Takes a connection over. */
    public static @Name@Session open(Client client) {
        return new @Name@Session(client);
    }

    // ------------------------------------------------------------------ messages

    /** Whether the next message can be taken now: none is being worked on, and the client reads what it is told. */
    boolean takesMessages() {
        return (phase == Phase.LOGIN || phase == Phase.READY)
                && context.channel().isWritable();
    }

    boolean isEnded() {
        return phase == Phase.ENDED;
    }

    /** Octets that a message may have at most. */
    int longestMessage() {
        return phase == Phase.LOGIN
                ? client.limits().preLoginBytes()
                : client.limits().messageBytes();
    }

    /** @throws HeliosException the session ends with it */
    void message(String text) {
        if (phase == Phase.LOGIN) {
            login(text);
        } else if (text.equals("quit")) {
            phase = Phase.ENDED;
            context.close();
        } else {
            phase = Phase.RUNNING;
            client.activity(Activity.ACTIVE);
            sql.execute(text, this);
        }
    }

    // ------------------------------------------------------------------ login

    private void login(String text) {
        String[] words = text.split(" ", 3);
        if (words.length < 3 || !text.startsWith(@Name@Protocol.GREETING)) {
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION, "expected: " + @Name@Protocol.GREETING + "user password");
        }
        if (isReadableByOthers(client)) {
            throw new HeliosException(
                    SqlState.INVALID_AUTHORIZATION, "a password is taken inside TLS or from this machine only");
        }
        phase = Phase.OPENING;
        Login login = client.identity().login(words[1]);
        char[] password = words[2].toCharArray();
        // Milliseconds of work, by design: not for the event loop.
        CompletableFuture.supplyAsync(() -> login.proves(password))
                .whenCompleteAsync(
                        (right, failure) -> {
                            Arrays.fill(password, '\0');
                            checked(login, right, failure);
                        },
                        context.executor());
    }

    private static boolean isReadableByOthers(Client client) {
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
            // The same for an unknown user.
            end(new HeliosException(
                    SqlState.INVALID_PASSWORD, "password authentication failed for user \"" + login.user() + '"'));
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
                Map.of("application_name", @Name@Protocol.NAME),
                context.channel().eventLoop(),
                this);
    }

    @Override
    public void opened(SessionStart start) {
        phase = Phase.READY;
        client.activity(Activity.IDLE);
        output.line("OK");
        output.flush();
        decoder.resume();
    }

    // ------------------------------------------------------------------ results

    @Override
    public void columns(List<ResultColumn> columns) {
        types = columns.stream().map(column -> column.column().typeOid()).toList();
    }

    @Override
    public void row(Row row) {
        output.row(row, types);
    }

    @Override
    public void completed(Outcome outcome) {
        done("OK " + (outcome.affected() < 0 ? outcome.returned() : outcome.affected()));
    }

    /** The statement failed; the session goes on. */
    @Override
    public void failed(HeliosException error) {
        done(error(timedOut ? timeout() : error));
    }

    private void done(String answer) {
        if (phase != Phase.RUNNING) {
            return;
        }
        phase = Phase.READY;
        timedOut = false;
        output.line(answer);
        output.flush();
        client.activity(sql.transaction() == TransactionStatus.IDLE ? Activity.IDLE : Activity.IDLE_IN_TRANSACTION);
        decoder.resume();
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

    private static String error(HeliosException error) {
        return "ERROR " + error.sqlState() + " " + error.getMessage();
    }

    // ------------------------------------------------------------------ the end

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

    private static HeliosException timeout() {
        return new HeliosException(SqlState.QUERY_CANCELED, "canceling statement due to statement timeout");
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
            output.line(error(reason));
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
