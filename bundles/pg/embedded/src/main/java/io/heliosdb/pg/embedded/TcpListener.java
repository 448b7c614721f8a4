package io.heliosdb.pg.embedded;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes the embedded server listen on TCP as well, with password logins (SCRAM-SHA-256) for every role that has a
 * password. The binaries bring an old OpenSSL: this is for a reference server on the loopback interface, not for a
 * network.
 *
 * @param address where to listen; port 0 takes a free one
 * @param tls the server's certificate and key; without them, it refuses TLS
 */
public record TcpListener(InetSocketAddress address, Optional<TlsFiles> tls) {

    /**
     * Two PEM files. They are copied into the home at each start, so that the engine's account can read them.
     *
     * @param certificate the server's certificate, followed by the certificates between it and its authority
     * @param key the private key, not encrypted
     */
    public record TlsFiles(Path certificate, Path key) {}

    public TcpListener {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("address " + address + " is not resolved");
        }
    }

    /** Without TLS. */
    public static TcpListener plain(InetSocketAddress address) {
        return new TcpListener(address, Optional.empty());
    }

    /** With and without TLS, as the client asks for. */
    public static TcpListener withTls(InetSocketAddress address, Path certificate, Path key) {
        return new TcpListener(address, Optional.of(new TlsFiles(certificate, key)));
    }
}
