package io.heliosdb.sql.explain;

import java.util.List;
import java.util.Map;

/** Tells how dialects translate statements, without an engine. Parameters and results are the JDK's own types only. */
public interface Explainer {
    /** The names of the dialects that are there, sorted. */
    List<String> dialects();

    /**
     * Translates a text, as the first statements of a new session. Nobody knows any table. A statement that only changes
     * the session changes it for those behind it; an error changes nothing.
     *
     * @param dialect one of {@link #dialects}
     * @param text one statement or more
     * @return for each statement its {@code statement}, and either {@code kind}, {@code transaction}, {@code parameters} (how
     *     many), {@code steps} (each with {@code use}, {@code text} and, for {@code $1}, {@code $2}, …, the numbers of the
     *     client's {@code parameters} from 1) and {@code unknownTables} (those that were looked for in vain), or an
     *     {@code error} with {@code sqlState}, {@code message} and, where known, {@code code}, {@code position} (characters
     *     of the statement, from 1), {@code detail}, {@code hint}
     * @throws IllegalArgumentException for a dialect that is not there
     */
    List<Map<String, Object>> explain(String dialect, String text);
}
