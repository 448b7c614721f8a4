package io.heliosdb.mutations;

import java.util.Arrays;
import java.util.Locale;

/** A fault that a user would notice. */
public enum Mutation {
    NONE("nothing is wrong"),

    // What errors say.
    ERROR_CODE_WRONG("every error has the SQLSTATE XX000"),
    ERROR_SWALLOWED("an error arrives as a success"),
    ERROR_FIELDS_LOST("an error names neither its constraint nor its table nor its detail"),
    ERROR_POSITION_WRONG("an error points one character too far"),
    WARNING_LOST("notices and warnings do not arrive"),

    // What results say.
    ROW_LOST("the second row of a result is missing"),
    ROW_DUPLICATED("the second row of a result comes twice"),
    ROWS_REORDERED("the first two rows of a result change places"),
    NULL_DROPPED("NULL arrives as an empty text"),
    TYPE_WRONG("integers are announced as texts"),
    COLUMN_NAME_WRONG("the names of columns arrive in upper case"),
    ROW_COUNT_WRONG("a change counts one row too many"),
    COMMAND_TAG_WRONG("every statement says that it was a SELECT"),
    TEXT_TRUNCATED("texts end after 255 octets"),
    ENCODING_WRONG("characters that are not ASCII arrive as question marks"),
    TIMESTAMP_SHIFTED("timestamps are an hour late"),
    FLOAT_PRECISION_LOST("double precision has single precision"),
    DECIMAL_SCALE_LOST("decimals lose the noughts at their end"),
    BOOLEAN_INVERTED("true is false"),
    COPY_DATA_LOST("the second line of COPY TO is missing"),

    // What transactions do.
    COMMIT_LOST("COMMIT rolls back"),
    ROLLBACK_IGNORED("ROLLBACK commits"),
    SAVEPOINT_IGNORED("ROLLBACK TO SAVEPOINT does nothing"),
    TRANSACTION_NOT_OPENED("BEGIN does nothing"),
    AUTOCOMMIT_BROKEN("an INSERT outside of a transaction opens one"),
    TRANSACTION_STATUS_WRONG("the server says that no transaction is open"),

    // What sessions do.
    PARAMETERS_SWAPPED("the first two parameters of a prepared statement change places"),
    CANCEL_IGNORED("a statement that is cancelled runs on"),
    NOTIFICATION_LOST("NOTIFY reaches nobody"),
    PARAMETER_STATUS_LOST("a changed parameter is not reported"),

    // Who gets in, and how.
    BAD_PASSWORD_ACCEPTED("a wrong password is right, where caching_sha2_password asks for it"),
    TLS_REFUSED("the server offers no TLS over PostgreSQL's protocol");

    private final String effect;

    Mutation(String effect) {
        this.effect = effect;
    }

    /** The name in the switch's file: {@code row-lost}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a client sees. */
    public String effect() {
        return effect;
    }

    /** @throws IllegalArgumentException where there is none of that name */
    public static Mutation of(String id) {
        return Arrays.stream(values())
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no mutation \"" + id + "\""));
    }
}
