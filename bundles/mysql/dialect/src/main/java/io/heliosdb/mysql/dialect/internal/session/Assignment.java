package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.query.SessionValue;
import java.util.Optional;

/** One part of SET: a variable and what it becomes. */
sealed interface Assignment {
    Source source();

    /** {@code @name}. */
    record OfUser(String name, Source source) implements Assignment {}

    /**
     * A system variable of the session.
     *
     * @param nextTransaction whether {@code @@} stood alone before it, which for the characteristics of transactions means
     *     the next one
     */
    record OfSystem(SystemVariable variable, boolean nextTransaction, Source source) implements Assignment {}

    /** Where the value comes from. */
    sealed interface Source {
        /** The value when the engine's answer is known. */
        Optional<SessionValue> known();
    }

    /** It stood in the statement, or in the session. */
    record Known(SessionValue value) implements Source {
        @Override
        public Optional<SessionValue> known() {
            return Optional.of(value);
        }
    }

    /** The variable's default. */
    record Default() implements Source {
        @Override
        public Optional<SessionValue> known() {
            return Optional.empty();
        }
    }

    /**
     * The engine evaluates it.
     *
     * @param index of the two captured cells, value and type
     */
    record Evaluated(int index) implements Source {
        @Override
        public Optional<SessionValue> known() {
            return Optional.empty();
        }
    }
}
