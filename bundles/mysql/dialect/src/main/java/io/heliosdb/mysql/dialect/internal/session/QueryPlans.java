package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.query.QueryTranslator;
import io.heliosdb.mysql.dialect.internal.query.SqlMode;
import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.sql.template.CacheStatistics;
import io.heliosdb.sql.template.TranslationCache;
import java.util.Optional;
import java.util.Set;

/** The plans of queries and manipulations, kept for all sessions of the dialect. */
public final class QueryPlans {
    /** Characters of statements and translations that are kept at most. */
    private static final long ROOM = 16L * 1024 * 1024;

    private final QueryTranslator translator;
    private final TranslationCache<Settings> cache = new TranslationCache<>(ROOM);

    /** What a translation depends on beside the text. */
    private record Settings(
            Set<SqlMode> modes,
            String collation,
            Optional<String> database,
            String defaultDatabase,
            Optional<String> selectLimit) {}

    public QueryPlans(QueryTranslator translator) {
        this.translator = translator;
    }

    Plan plan(String sql, SessionState state, Catalog catalog) {
        Settings settings = new Settings(
                state.sqlMode(), state.collation(), state.database(), state.defaultDatabase(), state.selectLimit());
        return cache.plan(sql, settings, state.variables().lexicon(), catalog, translation -> {
            Plan plan = translator.translate(translation, state);
            return translation.isOnce() && plan.succeeded() == Plan.NOTHING ? unkept(plan) : plan;
        });
    }

    private static Plan unkept(Plan plan) {
        return new Plan(
                plan.steps(),
                plan.kind(),
                plan.transaction(),
                plan.parameters(),
                plan.tables(),
                QueryPlans::ofTheMoment);
    }

    /** A plan that tells this holds values of the session or of the moment, and has to be made anew each time. */
    static void ofTheMoment(Outcome outcome) {
        // nothing changes in the session
    }

    public CacheStatistics statistics() {
        return cache.statistics();
    }
}
