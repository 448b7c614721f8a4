package io.heliosdb.spi.engine;

/** The state that a ReadyForQuery reports. */
public enum TransactionStatus {
    IDLE('I'),
    IN_TRANSACTION('T'),
    FAILED('E');

    private final byte code;

    TransactionStatus(char code) {
        this.code = (byte) code;
    }

    /** The octet in ReadyForQuery. */
    public byte code() {
        return code;
    }

    /** @throws IllegalArgumentException for an octet that is none of the three */
    public static TransactionStatus of(byte code) {
        return switch (code) {
            case 'I' -> IDLE;
            case 'T' -> IN_TRANSACTION;
            case 'E' -> FAILED;
            default ->
                throw new IllegalArgumentException(
                        "transaction status: 0x" + Integer.toHexString(code & 0xff) + " (expected: I, T or E)");
        };
    }
}
