package io.heliosdb.spi.dialect;

import java.util.Objects;

/**
 * An error as the vendor's server would report it.
 *
 * @param code the vendor's number
 * @param sqlState five characters
 * @param message without the number
 */
public record VendorError(int code, String sqlState, String message) {
    public VendorError {
        Objects.requireNonNull(sqlState, "sqlState");
        Objects.requireNonNull(message, "message");
    }
}
