package io.heliosdb.sql.template;

import java.util.BitSet;

/** A rule is about to look at literals that are markers. No error: the statement is translated with their own values. */
final class LiteralNeeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient BitSet literals;

    LiteralNeeded(BitSet literals) {
        super("value of a literal", null, false, false);
        this.literals = literals;
    }

    /** Their numbers in the statement, from 0. */
    BitSet literals() {
        return literals;
    }
}
