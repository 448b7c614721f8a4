package io.heliosdb.sql.rewrite;

import io.heliosdb.spi.dialect.Step;
import java.util.ArrayList;
import java.util.List;

/** A statement for the engine while it is written: its text, and which of the client's parameters it takes. */
public final class EngineText {
    private StringBuilder text = new StringBuilder();
    private final List<Integer> parameters = new ArrayList<>();

    public EngineText add(String part) {
        text.append(part);
        return this;
    }

    /** A name, in double quotes where it needs them; it is not folded. */
    public EngineText name(String name) {
        return add(EngineNames.quoted(name));
    }

    /** A character string. */
    public EngineText string(String value) {
        return add("'").add(value.replace("'", "''")).add("'");
    }

    /** {@code $n} for one of the client's parameters, the same one for the same parameter. */
    public EngineText parameter(int clientIndex) {
        int at = parameters.indexOf(clientIndex);
        if (at < 0) {
            at = parameters.size();
            parameters.add(clientIndex);
        }
        return add("$").add(Integer.toString(at + 1));
    }

    /** What somebody writes, taken away from here. The parameters in it count. */
    public String captured(Runnable writing) {
        StringBuilder outer = text;
        text = new StringBuilder();
        try {
            writing.run();
            return text.toString();
        } finally {
            text = outer;
        }
    }

    /** @param correlations as {@link Step#correlations} */
    public Step step(Step.Use use, List<String> correlations) {
        return new Step(text.toString(), use, parameters, correlations);
    }

    public Step step(Step.Use use) {
        return new Step(text.toString(), use, parameters);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
