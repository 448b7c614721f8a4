package io.heliosdb.spi.auth;

/**
 * Channel binding data (RFC 5056).
 *
 * @param type registered name, {@code tls-server-end-point} (RFC 5929, section 4)
 * @param data the octets; not changed by anybody
 */
@SuppressWarnings("ArrayRecordComponent") // octets of one handshake, compared by the mechanism in constant time
public record ChannelBinding(String type, byte[] data) {}
