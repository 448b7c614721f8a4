package io.heliosdb.spi.protocol;

/** A protocol's answer to the first bytes of a connection. */
public enum Recognition {
    /** These bytes can only be this protocol's. */
    MATCH,
    /** These bytes cannot be this protocol's. */
    NO,
    /** Too few bytes to say. */
    MORE
}
