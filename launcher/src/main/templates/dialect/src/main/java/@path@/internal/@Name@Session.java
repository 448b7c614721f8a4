package @package@.internal;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.StatementSplitter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the vendor's server would remember of one client: here one setting. */
public final class @Name@Session implements DialectSession {
    private static final String DEFAULT_SCHEMA = "public";

    private final SessionOpening opening;
    private boolean verbose;

    public @Name@Session(SessionOpening opening) {
        this.opening = opening;
    }

    /** The dialect's functions come first, so that they hide the engine's of the same names. */
    @Override
    public Map<String, String> engineParameters() {
        String schema = opening.schema().isEmpty() ? DEFAULT_SCHEMA : opening.schema();
        return Map.of("search_path", @Name@Prelude.SCHEMA + ", pg_catalog, \"" + schema.replace("\"", "\"\"") + '"');
    }

    @Override
    public List<String> split(String text) {
        return StatementSplitter.split(text, @Name@Statement.LEXICON);
    }

    @Override
    public Plan plan(String sql, Catalog catalog) {
        Optional<Boolean> set = verbosity(sql);
        return set.isPresent() ? Plan.accepted(outcome -> verbose = set.get()) : @Name@Statement.plan(sql);
    }

    /** SET VERBOSE ON, SET VERBOSE OFF: the session's own, of which the engine hears nothing. */
    private static Optional<Boolean> verbosity(String sql) {
        Scanner scanner = new Scanner(sql, @Name@Statement.LEXICON);
        scanner.next();
        if (!scanner.is("SET")) {
            return Optional.empty();
        }
        scanner.next();
        if (!scanner.is("VERBOSE")) {
            return Optional.empty();
        }
        scanner.next();
        if (!scanner.is("ON") && !scanner.is("OFF")) {
            throw scanner.error("expected: ON or OFF", scanner.start());
        }
        return Optional.of(scanner.is("ON"));
    }

    @Override
    public void finished(Outcome outcome) {
        // nothing is remembered of it
    }

    @Override
    public boolean autocommit() {
        return true;
    }

    @Override
    public String begin() {
        return "BEGIN";
    }

    /** After an error a transaction goes on, as at most vendors. */
    @Override
    public boolean atomicStatements() {
        return true;
    }

    @Override
    public Optional<String> setting(String name) {
        return name.equals("verbose") ? Optional.of(verbose ? "ON" : "OFF") : Optional.empty();
    }

    @Override
    public Optional<String> schema() {
        return Optional.of(opening.schema()).filter(schema -> !schema.isEmpty());
    }

    @Override
    public VendorError error(HeliosException error) {
        return @Name@Errors.of(error);
    }

    @Override
    public void reset() {
        verbose = false;
    }
}
