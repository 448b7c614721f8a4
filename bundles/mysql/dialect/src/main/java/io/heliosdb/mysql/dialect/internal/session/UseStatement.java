package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.statement.Databases;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Step.Use;
import io.heliosdb.spi.dialect.TransactionEffect;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** USE: another current database. */
final class UseStatement {
    /** What has tables to read, though nobody keeps any in it. */
    private static final Set<String> VIRTUAL = Set.of("information_schema", "mysql");

    private final SessionState state;

    UseStatement(SessionState state) {
        this.state = state;
    }

    Plan plan(String database) {
        if (Databases.reserved(database) && !VIRTUAL.contains(database.toLowerCase(Locale.ROOT))) {
            throw Refusal.unknownDatabase(database);
        }
        Databases then = new Databases(state.databases().defaultDatabase(), Optional.of(canonical(database)));
        String check = "SELECT helios_mysql.ddl_require_schema(" + EngineQuotes.string(then.schema(database)) + ", "
                + EngineQuotes.string(database) + ")";
        List<Step> steps = List.of(
                new Step(check, Use.DISCARD, List.of()),
                new Step(EngineParameters.set("search_path", then.searchPath()), Use.DISCARD, List.of()));
        return new Plan(steps, StatementKind.OTHER, TransactionEffect.NONE, 0, List.of(), outcome -> {
            state.databases().use(then.current());
            state.engineParametersChanged();
        });
    }

    private String canonical(String database) {
        Databases databases = state.databases();
        return databases.isDefault(database) ? databases.defaultDatabase() : database.toLowerCase(Locale.ROOT);
    }
}
