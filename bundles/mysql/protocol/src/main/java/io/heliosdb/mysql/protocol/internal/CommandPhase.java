package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.mysql.protocol.internal.message.ColumnDefinition;
import io.heliosdb.mysql.protocol.internal.message.ComChangeUser;
import io.heliosdb.mysql.protocol.internal.message.ComDebug;
import io.heliosdb.mysql.protocol.internal.message.ComFieldList;
import io.heliosdb.mysql.protocol.internal.message.ComInitDb;
import io.heliosdb.mysql.protocol.internal.message.ComPing;
import io.heliosdb.mysql.protocol.internal.message.ComProcessInfo;
import io.heliosdb.mysql.protocol.internal.message.ComProcessKill;
import io.heliosdb.mysql.protocol.internal.message.ComQuery;
import io.heliosdb.mysql.protocol.internal.message.ComQuit;
import io.heliosdb.mysql.protocol.internal.message.ComResetConnection;
import io.heliosdb.mysql.protocol.internal.message.ComSetOption;
import io.heliosdb.mysql.protocol.internal.message.ComStatistics;
import io.heliosdb.mysql.protocol.internal.message.ComStmtClose;
import io.heliosdb.mysql.protocol.internal.message.ComStmtExecute;
import io.heliosdb.mysql.protocol.internal.message.ComStmtFetch;
import io.heliosdb.mysql.protocol.internal.message.ComStmtPrepare;
import io.heliosdb.mysql.protocol.internal.message.ComStmtReset;
import io.heliosdb.mysql.protocol.internal.message.ComStmtSendLongData;
import io.heliosdb.mysql.protocol.internal.message.Command;
import io.heliosdb.mysql.protocol.internal.message.LocalInfileRequest;
import io.heliosdb.mysql.protocol.internal.message.StatisticsText;
import io.heliosdb.mysql.protocol.internal.type.MysqlColumn;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.SessionControl;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.session.FileContent;
import io.heliosdb.sql.session.ResultColumn;
import io.heliosdb.sql.session.SqlSession;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.regex.Pattern;

/** Runs the commands of a client that is logged in, one at a time (manual, "Command Phase"). */
final class CommandPhase {
    private final SqlSession session;
    private final PacketOutput output;
    private final ResultWriter writer;
    private final ErrorTerms terms;
    private final ConnectionRegistry connections;
    private final String user;
    private final Runnable contentWanted;
    private final Runnable finished;
    private final StatementCommands statements;

    private final Queue<String> waiting = new ArrayDeque<>();
    private boolean multiStatements;
    private boolean advancing;
    private boolean again;
    private FileContent file;
    private boolean pieceUnderWay;

    /**
     * @param multiStatements whether a COM_QUERY may have several statements
     * @param longDataBytes most octets of long data for one execution
     * @param contentWanted told when the client's next piece of a file can be taken
     * @param finished told when a command is answered
     */
    CommandPhase(
            SqlSession session,
            PacketOutput output,
            ResultWriter writer,
            ErrorTerms terms,
            ConnectionRegistry connections,
            String user,
            boolean multiStatements,
            long longDataBytes,
            Runnable contentWanted,
            Runnable finished) {
        this.session = session;
        this.output = output;
        this.writer = writer;
        this.terms = terms;
        this.connections = connections;
        this.user = user;
        this.multiStatements = multiStatements;
        this.contentWanted = contentWanted;
        this.finished = finished;
        statements = new StatementCommands(session, output, writer, terms, success -> finished.run(), longDataBytes);
    }

    /** Runs a command; when it is answered, or needs no answer, the session is told. */
    void run(Command command) {
        writer.begin();
        try {
            if (command instanceof ComQuery query) {
                query(query.text());
            } else if (command instanceof ComStmtExecute execute) {
                statements.execute(execute);
            } else if (command instanceof ComStmtPrepare prepare) {
                statements.prepare(prepare);
            } else if (command instanceof ComStmtFetch fetch) {
                statements.fetch(fetch);
            } else if (command instanceof ComInitDb use) {
                statement(use(use.database()));
            } else if (command instanceof ComProcessInfo) {
                statement("SHOW PROCESSLIST");
            } else if (command instanceof ComFieldList list) {
                session.execute("SELECT * FROM " + quoted(list.table()) + " LIMIT 0", new FieldListSink(list));
            } else if (command instanceof ComResetConnection) {
                statements.clear();
                session.reset(sink(false));
            } else {
                immediate(command);
                finished.run();
            }
        } catch (HeliosException e) {
            writer.error(terms.of(e));
            finished.run();
        }
    }

    /** What a command runs, as its client wrote it. */
    Optional<String> text(Command command) {
        if (command instanceof ComQuery query) {
            return Optional.of(query.text());
        }
        return command instanceof ComStmtExecute execute ? statements.text(execute.statementId()) : Optional.empty();
    }

    /** What needs nobody else. */
    private void immediate(Command command) {
        if (command instanceof ComPing) {
            writer.ok();
        } else if (command instanceof ComStmtSendLongData data) {
            statements.longData(data);
        } else if (command instanceof ComStmtClose close) {
            statements.close(close);
        } else if (command instanceof ComStmtReset reset) {
            statements.reset(reset);
        } else if (command instanceof ComStatistics) {
            output.message(new StatisticsText(connections.statistics()));
        } else if (command instanceof ComSetOption option) {
            option(option.option());
        } else if (command instanceof ComProcessKill kill) {
            kill(kill.connectionId());
        } else if (command instanceof ComDebug) {
            throw MysqlError.SPECIFIC_ACCESS_DENIED.exception("SUPER");
        } else if (command instanceof ComChangeUser || command instanceof ComQuit) {
            throw new IllegalArgumentException("not for the command phase: " + command);
        }
    }

    private void option(int option) {
        if (option != ComSetOption.MULTI_STATEMENTS_ON && option != ComSetOption.MULTI_STATEMENTS_OFF) {
            throw MysqlError.UNKNOWN_COMMAND.exception();
        }
        multiStatements = option == ComSetOption.MULTI_STATEMENTS_ON;
        writer.end(0);
    }

    private void kill(long connectionId) {
        SessionControl.Answer answer = connections.kill(user, connectionId, SessionControl.Target.SESSION);
        switch (answer) {
            case TAKEN -> writer.ok();
            case UNKNOWN -> throw MysqlError.NO_SUCH_THREAD.exception(connectionId);
            case FOREIGN -> throw MysqlError.KILL_DENIED.exception(connectionId);
        }
    }

    /** The statement by which a database is chosen. */
    static String use(String database) {
        return "USE " + quoted(database);
    }

    private static String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    private void statement(String sql) {
        session.execute(sql, sink(false));
    }

    private ResultSink sink(boolean more) {
        return new QuerySink(more, success -> finished.run());
    }

    // ------------------------------------------------------------------ COM_QUERY

    private void query(String text) {
        List<String> split = session.dialect().split(text);
        if (split.size() == 1) {
            statement(split.get(0));
        } else if (!multiStatements) {
            statement(text); // the dialect says what is wrong with it
        } else {
            waiting.addAll(split);
            advance();
        }
    }

    /** The next of several statements. One that ends at once does not nest the next one into itself. */
    private void advance() {
        again = true;
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            while (again) {
                again = false;
                if (waiting.isEmpty()) {
                    finished.run();
                } else {
                    String sql = waiting.remove();
                    session.execute(sql, new QuerySink(!waiting.isEmpty(), this::ended));
                }
            }
        } finally {
            advancing = false;
        }
    }

    /** The first statement that fails is the last one. */
    private void ended(boolean successfully) {
        if (!successfully) {
            waiting.clear();
        }
        advance();
    }

    // ------------------------------------------------------------------ LOAD DATA LOCAL

    /** The result of a statement, perhaps of one that reads a file (manual, "LOCAL INFILE Request"). */
    private final class QuerySink extends ResultSink {
        QuerySink(boolean more, Ended ended) {
            super(CommandPhase.this.writer, false, more, terms, ended);
        }

        @Override
        public void file(String name, FileContent content) {
            if (!output.negotiated().has(Capability.LOCAL_FILES)) {
                content.refuse(MysqlError.CLIENT_LOCAL_FILES_DISABLED.exception());
                return;
            }
            writer.begin();
            output.message(new LocalInfileRequest(name));
            output.flush();
            file = content;
            contentWanted.run();
        }
    }

    /** Whether the client's next packet is a piece of the file that it was asked for. */
    boolean takesContent() {
        return file != null && !pieceUnderWay;
    }

    /**
     * A packet of a file's content; an empty one ends it.
     *
     * @param payload borrowed
     */
    void content(ByteBuf payload) {
        FileContent taker = file;
        if (payload.isReadable()) {
            pieceUnderWay = true;
            taker.content(payload, this::pieceTaken);
        } else {
            file = null;
            taker.end();
        }
    }

    private void pieceTaken() {
        pieceUnderWay = false;
        contentWanted.run();
    }

    // ------------------------------------------------------------------ COM_FIELD_LIST

    /** The columns of a table: definitions with defaults, then the end. */
    private final class FieldListSink extends ResultSink {
        private final Pattern wildcard;

        FieldListSink(ComFieldList command) {
            super(CommandPhase.this.writer, false, false, terms, success -> finished.run());
            wildcard = pattern(command.wildcard());
        }

        @Override
        public void columns(List<ResultColumn> columns) {
            List<MysqlColumn> known = writer.view().types().columns(columns);
            columnsAre(known);
            writer.begin();
            for (MysqlColumn column : known) {
                ColumnDefinition plain = column.definition();
                if (wildcard.matcher(plain.label()).matches()) {
                    writer.definition(plain.withDefault(Optional.empty()));
                }
            }
        }

        @Override
        protected void succeeded(Outcome outcome, int more) {
            writer.end(more);
        }
    }

    /** A pattern of LIKE, no matter in which case; an empty one is everything. */
    private static Pattern pattern(String like) {
        StringBuilder regex = new StringBuilder();
        for (char character : (like.isEmpty() ? "%" : like).toCharArray()) {
            regex.append(
                    switch (character) {
                        case '%' -> ".*";
                        case '_' -> ".";
                        default -> Pattern.quote(String.valueOf(character).toLowerCase(Locale.ROOT));
                    });
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }
}
