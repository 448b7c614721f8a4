package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.load.LoadedFile;
import io.heliosdb.mysql.dialect.internal.query.SessionValues;
import io.heliosdb.mysql.dialect.internal.query.SqlMode;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.Lexicon;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The files that a session loads, one at a time. */
final class Loads implements LoadedFile.Session {
    private final SessionState state;
    private final UnaryOperator<Plan> around;
    private Optional<LoadedFile> loaded = Optional.empty();

    /** @param around what the session needs around a statement that changes rows */
    Loads(SessionState state, UnaryOperator<Plan> around) {
        this.state = state;
        this.around = around;
    }

    /** The plan of LOAD DATA LOCAL, read behind its first word. */
    Plan plan(Tokens tokens, StatementContext context) {
        LoadedFile.Opening opening = LoadedFile.read(tokens, !state.sqlMode().contains(SqlMode.NO_BACKSLASH_ESCAPES));
        TableName name = state.databases().tableName(opening.table());
        Table table = context.catalog().table(name).orElseThrow(() -> missing(opening.table()));
        LoadedFile file = opening.into(table, this);
        return Plan.reading(file, List.of(name), outcome -> {
            file.remember();
            loaded = Optional.of(file);
        });
    }

    private HeliosException missing(QualifiedName table) {
        return Refusal.of(
                1146,
                "Table '" + state.databases().databaseOf(table) + "."
                        + table.name().spelling() + "' doesn't exist");
    }

    /** The file whose statement has just succeeded, if it was one that loads. */
    Optional<LoadedFile> takeLoaded() {
        Optional<LoadedFile> taken = loaded;
        loaded = Optional.empty();
        return taken;
    }

    @Override
    public SessionValues values() {
        return state;
    }

    @Override
    public Lexicon lexicon() {
        return state.variables().lexicon();
    }

    @Override
    public long mostBytes() {
        return state.variables().number("max_allowed_packet");
    }

    @Override
    public Plan around(Plan batch) {
        return around.apply(batch);
    }
}
