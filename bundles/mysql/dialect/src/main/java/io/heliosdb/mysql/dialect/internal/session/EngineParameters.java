package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Step.Use;
import java.util.List;
import java.util.Map;

/** Texts that set the engine's run-time parameters. */
final class EngineParameters {
    private EngineParameters() {}

    /** The engine's text; a list of schemas is no string literal. */
    static String set(String name, String value) {
        return "SET " + name + " = " + (name.equals("search_path") ? value : EngineQuotes.string(value));
    }

    /** What sets the session's clock, and gives the seconds since 1970 that it was set to; 0 lets it go on. */
    static String clock(String seconds) {
        return "helios_mysql.set_clock((" + seconds + ")::text::double precision)";
    }

    static List<Step> steps(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> new Step(set(parameter.getKey(), parameter.getValue()), Use.DISCARD, List.of()))
                .toList();
    }
}
