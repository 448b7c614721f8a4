package io.heliosdb.sql.explain.internal;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.parameter.ParameterAdapter;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.ParameterStyle;
import io.heliosdb.sql.scan.StatementSplitter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Explains what the engine runs as it is. */
final class VerbatimText {
    private static final ParameterAdapter PARAMETERS = new ParameterAdapter(Lexicon.POSTGRESQL);

    private VerbatimText() {}

    static List<Map<String, Object>> explain(Dialect dialect, String text) {
        List<Map<String, Object>> explanations = new ArrayList<>();
        try {
            for (String statement : StatementSplitter.split(text, Lexicon.POSTGRESQL)) {
                int parameters = PARAMETERS
                        .read(statement, Set.of(ParameterStyle.DOLLAR))
                        .count();
                explanations.add(Explanation.of(statement, plan(dialect, statement, parameters), List.of()));
            }
        } catch (HeliosException e) {
            return List.of(Explanation.of(text, e));
        }
        return explanations;
    }

    private static Plan plan(Dialect dialect, String statement, int parameters) {
        ByteBuf octets = Unpooled.copiedBuffer(statement, StandardCharsets.UTF_8);
        StatementKind kind = dialect.kind(octets);
        Step.Use use = kind == StatementKind.QUERY ? Step.Use.ROWS : Step.Use.COUNT;
        List<Integer> numbers = IntStream.range(0, parameters).boxed().toList();
        return new Plan(
                List.of(new Step(statement, use, numbers)),
                kind,
                kind == StatementKind.TRANSACTION ? TransactionEffect.NONE : TransactionEffect.STATEMENT,
                parameters,
                List.of(),
                Plan.NOTHING);
    }
}
