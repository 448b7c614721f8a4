package io.heliosdb.sql.template;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.CatalogMiss;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.Lexicon;
import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps translations, for every session of a dialect at once. Applications that put values into the text themselves send a
 * new text for each value: the key of a translation is therefore the statement's <em>shape</em>, its text without literals.
 * It is translated with markers in their place; the engine's text is kept with the places where the markers came out, and a
 * statement of the same shape gets its own literals put there, escaped as the place asks for. A literal whose value the
 * translation looks at ({@link Translation#needs}), or whose marker does not come out, is part of the key, and so is every
 * literal of a statement that is no query and no manipulation of data.
 *
 * <p>A plan is kept if it changes nothing in its session ({@link Plan#NOTHING}), if the translator did not call
 * {@link Translation#once()}, and if it defines nothing. It is used again as long as the catalog says of each table that the
 * translation asked for what it said then.
 *
 * @param <K> what a translation depends on beside the text: the settings of the session. A record, cheap to compare; equal
 *     settings mean the same lexicon and the same translation
 */
public final class TranslationCache<K> {
    /** A share of the room, as a divisor: a longer statement is not kept. */
    private static final int LARGEST_SHARE = 64;

    /** What a statement may be tried with markers, before it is translated as it is. */
    private static final int MOST_ATTEMPTS = 4;

    private static final int ENTRY_WEIGHT = 256;
    private static final BitSet NONE = new BitSet();

    private final Cache<Key<K>, Entry> cache;
    private final long largest;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder evictions = new LongAdder();

    private record Key<K>(K settings, String shape) {}

    /** What is known of a shape. */
    private sealed interface Entry permits Kept, Pinned, Once {
        int weight();
    }

    /** A translation. */
    private record Kept(PlanTemplate template) implements Entry {
        @Override
        public int weight() {
            return template.length();
        }
    }

    /** Some literals' values are part of the key. */
    private record Pinned(BitSet literals) implements Entry {
        @Override
        public int weight() {
            return literals.size() / Byte.SIZE;
        }
    }

    /** The plan is another one each time. */
    private record Once() implements Entry {
        @Override
        public int weight() {
            return 0;
        }
    }

    /** @param room characters, of keys and texts together, that are kept at most */
    public TranslationCache(long room) {
        largest = room / LARGEST_SHARE;
        cache = Caffeine.newBuilder()
                .maximumWeight(room)
                .<Key<K>, Entry>weigher(
                        (key, entry) -> ENTRY_WEIGHT + key.shape().length() + entry.weight())
                .executor(Runnable::run)
                .evictionListener((key, entry, cause) -> evicted(cause))
                .build();
    }

    private void evicted(RemovalCause cause) {
        if (cause == RemovalCause.SIZE) {
            evictions.increment();
        }
    }

    /**
     * The plan of a statement: a kept one with the statement's literals, or a new one.
     *
     * @param lexicon the rules by which the settings read the statement
     * @param catalog the tables that are known
     * @throws CatalogMiss where a table has to be looked up first
     * @throws HeliosException the translator's refusal
     */
    public Plan plan(String sql, K settings, Lexicon lexicon, Catalog catalog, Translator translator) {
        Literals literals = Literals.of(sql, lexicon);
        Key<K> key = new Key<>(settings, literals.shape(NONE));
        Entry entry = cache.getIfPresent(key);
        BitSet pinned = NONE;
        if (entry instanceof Pinned known) {
            pinned = known.literals();
            entry = cache.getIfPresent(new Key<>(settings, literals.shape(pinned)));
        }
        if (entry instanceof Kept kept && kept.template().holds(catalog)) {
            Plan plan = kept.template().render(literals);
            if (plan != null) {
                hits.increment();
                return plan;
            }
            // The engine's text cannot have one of the literals in its place.
            return exact(settings, literals, catalog, translator);
        }
        if (entry instanceof Once) {
            misses.increment();
            return translate(literals, all(literals), catalog, translator).plan();
        }
        misses.increment();
        return translated(key, literals, pinned, catalog, translator);
    }

    public CacheStatistics statistics() {
        long weight = cache.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
        return new CacheStatistics(hits.sum(), misses.sum(), evictions.sum(), cache.estimatedSize(), weight);
    }

    /** Forgets all translations. */
    public void clear() {
        cache.invalidateAll();
    }

    private Plan exact(K settings, Literals literals, Catalog catalog, Translator translator) {
        Key<K> key = new Key<>(settings, literals.sql());
        if (cache.getIfPresent(key) instanceof Kept kept && kept.template().holds(catalog)) {
            hits.increment();
            return kept.template().render(literals);
        }
        misses.increment();
        Attempt attempt = translate(literals, all(literals), catalog, translator);
        if (attempt.keeps()) {
            put(key, new Kept(attempt.template()));
        }
        return attempt.plan();
    }

    private Plan translated(Key<K> base, Literals literals, BitSet known, Catalog catalog, Translator translator) {
        BitSet pinned = (BitSet) known.clone();
        int attempts = 0;
        while (true) {
            if (++attempts == MOST_ATTEMPTS) {
                pinned = all(literals);
            }
            boolean last = pinned.cardinality() == literals.count();
            Attempt attempt;
            try {
                attempt = translate(literals, pinned, catalog, translator);
            } catch (LiteralNeeded e) {
                pinned.or(e.literals());
                continue;
            } catch (HeliosException e) {
                if (last) {
                    throw e;
                }
                // It may be the marker that is refused; and an error tells positions in the client's own text.
                pinned = all(literals);
                continue;
            }
            if (!attempt.keeps()) {
                if (last) {
                    if (attempt.translation().isOnce() || attempt.plan().succeeded() != Plan.NOTHING) {
                        put(base, new Once());
                    }
                    return attempt.plan();
                }
                pinned = all(literals);
                continue;
            }
            if (!attempt.unusable().isEmpty()) {
                pinned.or(attempt.unusable());
                continue;
            }
            Plan plan = attempt.template().render(literals);
            if (plan == null) {
                pinned = all(literals);
                continue;
            }
            if (!pinned.isEmpty()) {
                put(base, new Pinned(pinned));
            }
            put(new Key<>(base.settings(), literals.shape(pinned)), new Kept(attempt.template()));
            return plan;
        }
    }

    /** A translation that was made, and whether it can be used for other literals. */
    private record Attempt(Plan plan, Translation translation, PlanTemplate template, BitSet unusable) {
        boolean keeps() {
            return template != null;
        }
    }

    private static Attempt translate(Literals literals, BitSet pinned, Catalog catalog, Translator translator) {
        LiftedText lifted = new LiftedText(literals, pinned);
        Translation translation = new Translation(lifted, catalog);
        Plan plan = translator.translate(translation);
        boolean keeps = !translation.isOnce()
                && plan.succeeded() == Plan.NOTHING
                && plan.kind() != StatementKind.DEFINITION
                && plan.kind() != StatementKind.DATABASE_DEFINITION;
        if (!keeps) {
            return new Attempt(plan, translation, null, NONE);
        }
        TextTemplate.Reader reader = new TextTemplate.Reader(lifted);
        PlanTemplate template = PlanTemplate.of(plan, translation.tables(), reader);
        return new Attempt(plan, translation, template, reader.unusable());
    }

    private void put(Key<K> key, Entry entry) {
        if (key.shape().length() + entry.weight() <= largest) {
            cache.put(key, entry);
        }
    }

    private static BitSet all(Literals literals) {
        BitSet all = new BitSet();
        all.set(0, literals.count());
        return all;
    }
}
