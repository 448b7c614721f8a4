package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.mysql.protocol.internal.message.ComStmtClose;
import io.heliosdb.mysql.protocol.internal.message.ComStmtExecute;
import io.heliosdb.mysql.protocol.internal.message.ComStmtFetch;
import io.heliosdb.mysql.protocol.internal.message.ComStmtPrepare;
import io.heliosdb.mysql.protocol.internal.message.ComStmtReset;
import io.heliosdb.mysql.protocol.internal.message.ComStmtSendLongData;
import io.heliosdb.mysql.protocol.internal.message.ServerStatus;
import io.heliosdb.mysql.protocol.internal.message.StmtPrepareOk;
import io.heliosdb.mysql.protocol.internal.type.MysqlColumn;
import io.heliosdb.mysql.protocol.internal.type.ResultTypes;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.session.Parameter;
import io.heliosdb.sql.session.PrepareSink;
import io.heliosdb.sql.session.PreparedStatement;
import io.heliosdb.sql.session.ResultColumn;
import io.heliosdb.sql.session.SqlSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands of prepared statements (manual, "Prepared Statements"). */
final class StatementCommands {
    /** The default of max_prepared_stmt_count. */
    private static final int MOST_STATEMENTS = 16_382;

    private static final int MOST_ROWS = Integer.MAX_VALUE;

    private final SqlSession session;
    private final PacketOutput output;
    private final ResultWriter writer;
    private final ErrorTerms terms;
    private final ResultSink.Ended ended;
    private final long mostBytes;
    private final Map<Integer, OpenStatement> statements = new HashMap<>();
    private int lastId;

    /** @param mostBytes of long data for one execution */
    StatementCommands(
            SqlSession session,
            PacketOutput output,
            ResultWriter writer,
            ErrorTerms terms,
            ResultSink.Ended ended,
            long mostBytes) {
        this.session = session;
        this.output = output;
        this.writer = writer;
        this.terms = terms;
        this.ended = ended;
        this.mostBytes = mostBytes;
    }

    /** The session was reset, and its statements with it. */
    void clear() {
        statements.clear();
    }

    void prepare(ComStmtPrepare command) {
        if (statements.size() >= MOST_STATEMENTS) {
            throw MysqlError.TOO_MANY_STATEMENTS.exception(MOST_STATEMENTS);
        }
        session.prepare(command.text(), new PrepareSink() {
            @Override
            public void prepared(PreparedStatement statement) {
                StatementCommands.this.prepared(statement);
                ended.ended(true);
            }

            @Override
            public void failed(HeliosException error) {
                writer.begin();
                writer.error(terms.of(error));
                ended.ended(false);
            }
        });
    }

    private void prepared(PreparedStatement statement) {
        OpenStatement open = new OpenStatement(++lastId, statement);
        statements.put(open.id(), open);
        writer.begin();
        ResultTypes types = writer.view().types();
        boolean metadata = writer.metadata();
        int parameters = statement.parameterTypes().size();
        int columns = statement.columns().size();
        output.message(
                new StmtPrepareOk(open.id(), columns, parameters, writer.view().warnings(), metadata));
        int status = writer.view().status();
        if (metadata && parameters > 0) {
            statement.parameterTypes().forEach(type -> output.message(types.parameter(type)));
            writer.endOfDefinitions(status);
        }
        if (metadata && columns > 0) {
            types.columns(statement.columns()).forEach(column -> output.message(column.definition()));
            writer.endOfDefinitions(status);
        }
    }

    /** The text of a statement that a client prepared. */
    Optional<String> text(int statementId) {
        return Optional.ofNullable(statements.get(statementId))
                .map(open -> open.prepared().sql());
    }

    void execute(ComStmtExecute command) {
        OpenStatement open = find(command.statementId(), "mysqld_stmt_execute");
        boolean attributes = output.negotiated().has(Capability.QUERY_ATTRIBUTES);
        List<Parameter> parameters =
                open.bind(command, attributes, writer.view().clientCharacters());
        closeCursor(open);
        if (command.hasCursor() && !open.prepared().columns().isEmpty()) {
            session.openCursor(open.cursorName(), open.prepared(), parameters, new CursorSink(open));
        } else {
            session.execute(open.prepared(), parameters, new ResultSink(writer, true, false, terms, ended));
        }
    }

    void fetch(ComStmtFetch command) {
        OpenStatement open = find(command.statementId(), "mysqld_stmt_fetch");
        List<MysqlColumn> columns = open.cursor()
                .orElseThrow(() -> MysqlError.STATEMENT_HAS_NO_OPEN_CURSOR.exception(command.statementId()));
        int rows = (int) Math.min(command.rows(), MOST_ROWS);
        session.fetch(open.cursorName(), rows, new FetchSink(open, columns, rows));
    }

    /** Not answered. */
    void longData(ComStmtSendLongData command) {
        Optional.ofNullable(statements.get(command.statementId()))
                .ifPresent(open -> open.longData(command.parameter(), command.data(), mostBytes));
    }

    /** Not answered. */
    void close(ComStmtClose command) {
        OpenStatement open = statements.remove(command.statementId());
        if (open != null) {
            closeCursor(open);
            session.close(open.prepared());
        }
    }

    void reset(ComStmtReset command) {
        OpenStatement open = find(command.statementId(), "mysqld_stmt_reset");
        open.forgetLongData();
        closeCursor(open);
        writer.ok();
    }

    private void closeCursor(OpenStatement open) {
        if (open.cursor().isPresent()) {
            open.cursorClosed();
            session.closeCursor(open.cursorName());
        }
    }

    private OpenStatement find(int id, String command) {
        OpenStatement open = statements.get(id);
        if (open == null) {
            throw MysqlError.UNKNOWN_STATEMENT.exception(Integer.toUnsignedLong(id), command);
        }
        return open;
    }

    /** A cursor opens: the client is told its columns and no rows. */
    private final class CursorSink extends ResultSink {
        private final OpenStatement open;
        private List<MysqlColumn> described = List.of();

        CursorSink(OpenStatement open) {
            super(StatementCommands.this.writer, true, false, terms, ended);
            this.open = open;
        }

        @Override
        public void columns(List<ResultColumn> columns) {
            described = writer.view().types().columns(columns);
            columnsAre(described);
            writer.begin();
            writer.header(described);
        }

        @Override
        protected void rowsEnd(Outcome outcome, int more) {
            open.cursorOpened(described);
            writer.end(ServerStatus.CURSOR_EXISTS);
        }
    }

    /** Rows of a cursor. */
    private final class FetchSink extends ResultSink {
        private final OpenStatement open;
        private final int asked;

        FetchSink(OpenStatement open, List<MysqlColumn> columns, int asked) {
            super(StatementCommands.this.writer, true, false, terms, ended);
            this.open = open;
            this.asked = asked;
            columnsAre(columns);
        }

        @Override
        public void columns(List<ResultColumn> columns) {
            // The client knows them.
        }

        @Override
        protected void rowsEnd(Outcome outcome, int more) {
            if (outcome.returned() < asked) {
                closeCursor(open);
                writer.end(ServerStatus.LAST_ROW_SENT);
            } else {
                writer.end(ServerStatus.CURSOR_EXISTS);
            }
        }
    }
}
