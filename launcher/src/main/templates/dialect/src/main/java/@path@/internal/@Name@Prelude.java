package @package@.internal;

import io.heliosdb.spi.dialect.Prelude;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.StatementSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.osgi.framework.Version;

/** What the dialect's sessions find at the engine beside the tables. */
public final class @Name@Prelude {
    /** The engine's schema that it lies in. */
    static final String SCHEMA = "vendor_@schema@";

    /** Raised with each change of the file: then it is installed again where an older one is. */
    private static final Version VERSION = new Version(1, 0, 0);

    private static final String FILE = "/prelude/functions.sql";

    private @Name@Prelude() {}

    /** Reads the file that the bundle brings. */
    public static Prelude read() {
        try (InputStream in = @Name@Prelude.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the bundle lacks " + FILE);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Prelude(SCHEMA, VERSION, StatementSplitter.split(text, Lexicon.POSTGRESQL));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
