package io.heliosdb.probes.internal;

import java.io.IOException;
import java.sql.SQLException;

/** Opens a probe's connections. */
public interface Connections {
    /**
     * @param tls whether to go through TLS and check the server's certificate, or in clear
     * @throws SQLException when the server cannot be reached or refuses
     */
    JdbcSession open(String user, String password, String database, boolean tls) throws SQLException;

    /** Opens a connection as octets, in clear. */
    OctetStream octets() throws IOException;

    /** Breaks every connection off, from another thread: what waits for the server waits no more. */
    void abort();
}
