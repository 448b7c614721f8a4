package io.heliosdb.mysql.protocol.internal.message;

/** What a client says: the payload of one packet. The answers of an authentication method have no form of their own. */
public sealed interface ClientMessage permits Command, HandshakeResponse41, SslRequest {}
