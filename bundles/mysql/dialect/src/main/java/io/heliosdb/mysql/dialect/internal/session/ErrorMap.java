package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;

/** Puts errors in MySQL's terms. */
@FunctionalInterface
public interface ErrorMap {
    VendorError of(HeliosException error);
}
