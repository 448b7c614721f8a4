package io.heliosdb.sql.session;

import io.heliosdb.spi.error.HeliosException;

/** Receives the outcome of a preparation; one of the two is called once. */
public interface PrepareSink {
    void prepared(PreparedStatement statement);

    void failed(HeliosException error);
}
