package io.heliosdb.bench;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.TokenKind;
import io.heliosdb.sql.template.Translation;
import io.heliosdb.sql.template.TranslationCache;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a statement costs whose translation is kept: every call has other literals. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TranslationCacheBenchmark {
    private static final int VARIANTS = 1024;
    private static final Catalog EMPTY = name -> Optional.empty();

    private record Settings(boolean ansiQuotes, boolean backslashEscapes, String schema) {}

    /** The statement; a number sign in it becomes another number each time. */
    @Param({
        "SELECT `id`, `k`, `c`, `pad` FROM `sbtest1` WHERE `id` = #",
        "SELECT orders.id, orders.customer, orders.total FROM orders WHERE orders.customer = 'customer-#' AND"
                + " orders.total > #.5 ORDER BY orders.id",
        "INSERT INTO events (id, kind, payload, created, weight) VALUES (#, 'click', '{\\\"user\\\": \\\"it\\'s #\\\"}',"
                + " '2024-05-06 07:08:09', 0.25)",
        "SELECT a, b, c FROM t WHERE d IS NULL AND e = f"
    })
    private String statement;

    private final Settings settings = new Settings(false, true, "demo");
    private TranslationCache<Settings> cache;
    private String[] variants;
    private int next;

    @Setup
    public void prepare() {
        cache = new TranslationCache<>(1 << 24);
        variants = new String[VARIANTS];
        for (int variant = 0; variant < VARIANTS; variant++) {
            variants[variant] = statement.replace("#", Integer.toString(1000 + variant));
        }
        kept();
    }

    @Benchmark
    public Plan kept() {
        return cache.plan(
                variants[next++ % VARIANTS], settings, Lexicon.MYSQL, EMPTY, TranslationCacheBenchmark::translate);
    }

    @Benchmark
    public int scanned() {
        Scanner scanner = new Scanner(variants[next++ % VARIANTS], Lexicon.MYSQL);
        int tokens = 0;
        while (scanner.next() != TokenKind.END) {
            tokens++;
        }
        return tokens;
    }

    /** A translation of the least kind: the engine's quotes. */
    private static Plan translate(Translation translation) {
        StringBuilder text = new StringBuilder();
        Scanner scanner = new Scanner(translation.sql(), Lexicon.MYSQL);
        while (scanner.next() != TokenKind.END) {
            text.append(
                    switch (scanner.kind()) {
                        case STRING -> "'" + scanner.value().replace("'", "''") + "'";
                        case QUOTED_IDENTIFIER -> '"' + scanner.value() + '"';
                        default -> scanner.text();
                    });
            text.append(' ');
        }
        return Plan.of(text.toString(), StatementKind.QUERY, Step.Use.ROWS);
    }
}
