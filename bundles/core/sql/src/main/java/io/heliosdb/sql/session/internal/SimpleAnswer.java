package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import java.util.function.Consumer;

/** Takes a batch whose result is its success. */
final class SimpleAnswer implements Answer {
    private final Consumer<TransactionStatus> succeeded;
    private final Consumer<HeliosException> refused;
    private HeliosException error;

    SimpleAnswer(Consumer<TransactionStatus> succeeded, Consumer<HeliosException> refused) {
        this.succeeded = succeeded;
        this.refused = refused;
    }

    @Override
    public void failed(HeliosException reason) {
        error = reason;
    }

    @Override
    public void ready(TransactionStatus status) {
        if (error == null) {
            succeeded.accept(status);
        } else {
            refused.accept(error);
        }
    }
}
