package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;

/** Puts the failure of a statement into MySQL's terms. */
@FunctionalInterface
interface ErrorTerms {
    VendorError of(HeliosException error);
}
