package @package@.internal;

import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.Map;

/** The vendor's numbers for errors. */
final class @Name@Errors {
    private static final int OTHER = 1;

    private static final Map<String, Integer> NUMBERS = Map.of(
            SqlState.SYNTAX_ERROR,
            100,
            SqlState.FEATURE_NOT_SUPPORTED,
            101,
            "42P01",
            110,
            "42703",
            111,
            "22012",
            200,
            "23505",
            300);

    private @Name@Errors() {}

    static VendorError of(HeliosException error) {
        return new VendorError(NUMBERS.getOrDefault(error.sqlState(), OTHER), error.sqlState(), error.getMessage());
    }
}
