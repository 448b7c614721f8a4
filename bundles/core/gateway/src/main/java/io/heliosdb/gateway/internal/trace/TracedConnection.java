package io.heliosdb.gateway.internal.trace;

import java.net.InetSocketAddress;

/**
 * A connection as a trace shows it.
 *
 * @param id number of the connection
 * @param client its address and port
 * @param server the server's address, and the port that the connection seems to have come to
 * @param fromItsBeginning whether nothing of it is missing
 * @param description for the reader, in words
 */
public record TracedConnection(
        long id, InetSocketAddress client, InetSocketAddress server, boolean fromItsBeginning, String description) {}
