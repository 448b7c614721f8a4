package io.heliosdb.sql.explain.internal;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.StatementSplitter;
import io.heliosdb.sql.session.internal.VerbatimSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Explains what the engine runs as it is. */
final class VerbatimText {
    private VerbatimText() {}

    static List<Map<String, Object>> explain(Dialect dialect, String text) {
        List<Map<String, Object>> explanations = new ArrayList<>();
        try {
            for (String statement : StatementSplitter.split(text, Lexicon.POSTGRESQL)) {
                explanations.add(Explanation.of(statement, VerbatimSession.plan(dialect, statement), List.of()));
            }
        } catch (HeliosException e) {
            return List.of(Explanation.of(text, e));
        }
        return explanations;
    }
}
