package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.engine.TransactionStatus;

/** What a session knows of its transaction beside the engine's status. */
final class TransactionState {
    private final Spoken spoken;
    private String begun = "";
    private long statements;

    TransactionState(Spoken spoken) {
        this.spoken = spoken;
    }

    boolean autocommit() {
        return spoken.session().autocommit();
    }

    boolean atomicStatements() {
        return spoken.session().atomicStatements();
    }

    /** The text that begins a transaction, kept for the case that it has to be begun anew. */
    String begin() {
        begun = spoken.session().begin();
        return begun;
    }

    /** The text that began the transaction. */
    String begun() {
        return begun;
    }

    /** Whether no statement has run in the transaction yet. */
    boolean isFirst() {
        return statements == 0;
    }

    /** A statement is done. */
    void ran(TransactionEffect effect, TransactionStatus status) {
        if (status == TransactionStatus.IDLE || effect == TransactionEffect.BEGIN) {
            statements = 0;
        } else if (effect == TransactionEffect.STATEMENT || effect == TransactionEffect.SAVEPOINT) {
            statements++;
        }
    }
}
