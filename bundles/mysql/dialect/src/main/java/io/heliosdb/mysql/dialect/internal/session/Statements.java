package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.ddl.DefinitionStatements;
import io.heliosdb.mysql.dialect.internal.show.ShowStatement;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Plan;
import java.util.Locale;
import java.util.Optional;

/** Every statement but queries, by its first words. */
final class Statements {
    private final Tokens tokens;
    private final SessionState state;
    private final StatementContext context;
    private final Loads loads;

    Statements(Tokens tokens, SessionState state, StatementContext context, Loads loads) {
        this.tokens = tokens;
        this.state = state;
        this.context = context;
        this.loads = loads;
    }

    Plan plan() {
        if (tokens.atEnd()) {
            throw Refusal.of(1065, "Query was empty");
        }
        int mark = tokens.mark();
        String word = tokens.peek().text().toUpperCase(Locale.ROOT);
        tokens.next();
        return switch (word) {
            case "SET" -> SetStatement.plan(tokens, state, context);
            case "SHOW" -> show();
            case "DESCRIBE", "DESC", "EXPLAIN" -> describe();
            case "START", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE" -> transaction(word);
            case "ANALYZE", "CHECK", "CHECKSUM", "OPTIMIZE", "REPAIR" -> maintenance(word);
            case "USE",
                    "KILL",
                    "LOCK",
                    "UNLOCK",
                    "FLUSH",
                    "PREPARE",
                    "EXECUTE",
                    "DEALLOCATE",
                    "CALL",
                    "HELP",
                    "SIGNAL" -> administrative(word);
            case "CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE" -> {
                if (word.equals("DROP") && tokens.accept("PREPARE")) {
                    yield new AdministrativeStatements(tokens, state, context).deallocate();
                }
                tokens.rewind(mark);
                yield new DefinitionStatements(tokens, context).plan();
            }
            case "GRANT", "REVOKE" -> throw Refusal.unsupported(word + "; users are administered with 'heliosdb user'");
            case "LOAD" -> load();
            case "XA",
                    "HANDLER",
                    "RESIGNAL",
                    "GET",
                    "CHANGE",
                    "RESET",
                    "PURGE",
                    "INSTALL",
                    "UNINSTALL",
                    "SHUTDOWN",
                    "RESTART",
                    "CLONE",
                    "BINLOG",
                    "CACHE",
                    "IMPORT",
                    "STOP" -> throw Refusal.unsupported(word);
            default -> {
                tokens.rewind(mark);
                throw tokens.error();
            }
        };
    }

    private Plan load() {
        int mark = tokens.mark();
        while (!tokens.atEnd() && !tokens.atAny("INTO", "LOCAL")) {
            tokens.next();
        }
        boolean local = tokens.at("LOCAL");
        tokens.rewind(mark);
        if (!local || !tokens.at("DATA")) {
            throw Refusal.unsupported("LOAD");
        }
        if (!state.variables().on("local_infile")) {
            throw Refusal.of(
                    3948, "Loading local data is disabled; this must be enabled on both the client and server sides");
        }
        return loads.plan(tokens, context);
    }

    private Plan show() {
        Optional<Plan> own = new SessionListings(tokens, state, context).plan();
        return own.isPresent() ? own.get() : new ShowStatement(tokens, context).plan();
    }

    private Plan describe() {
        ExplainStatement explain = new ExplainStatement(tokens, context);
        if (explain.explains()) {
            return explain.plan();
        }
        QualifiedName table = tokens.qualifiedName();
        return new ShowStatement(tokens, context).describe(table);
    }

    private Plan transaction(String word) {
        TransactionStatements transactions = new TransactionStatements(tokens, state);
        return switch (word) {
            case "START" -> {
                if (tokens.atAny("REPLICA", "SLAVE", "GROUP_REPLICATION")) {
                    throw Refusal.unsupported("START " + tokens.peek().text().toUpperCase(Locale.ROOT));
                }
                tokens.expect("TRANSACTION");
                yield transactions.start();
            }
            case "BEGIN" -> transactions.begin();
            case "COMMIT" -> transactions.commit();
            case "ROLLBACK" -> transactions.rollback();
            case "SAVEPOINT" -> transactions.savepoint();
            default -> transactions.release();
        };
    }

    private Plan maintenance(String word) {
        if (word.equals("CHECKSUM")) {
            throw Refusal.unsupported("CHECKSUM TABLE");
        }
        return new Maintenance(tokens, state.databases()).plan(word.toLowerCase(Locale.ROOT));
    }

    private Plan administrative(String word) {
        AdministrativeStatements statements = new AdministrativeStatements(tokens, state, context);
        return switch (word) {
            case "USE" -> statements.use();
            case "KILL" -> statements.kill();
            case "LOCK" -> statements.lock();
            case "UNLOCK" -> statements.unlock();
            case "FLUSH" -> statements.flush();
            case "PREPARE" -> statements.prepare();
            case "EXECUTE" -> statements.execute();
            case "DEALLOCATE" -> {
                tokens.expect("PREPARE");
                yield statements.deallocate();
            }
            case "CALL" -> statements.call();
            case "HELP" -> statements.help();
            default -> statements.signal();
        };
    }
}
