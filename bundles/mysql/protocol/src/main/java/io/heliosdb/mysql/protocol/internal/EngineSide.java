package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.MysqlSettings;
import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.mysql.protocol.internal.message.HandshakeResponse41;
import io.heliosdb.mysql.protocol.internal.type.CharacterSet;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.sql.session.SessionListener;
import io.heliosdb.sql.session.SqlSession;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** Opens the session of a client that is logged in. */
final class EngineSide {
    private static final String DIALECT = "mysql";

    private final Client client;
    private final ConnectionRegistry connections;
    private final SessionOpener opener;
    private final MysqlSettings settings;
    private Optional<Dialect> dialect;

    EngineSide(Client client, ConnectionRegistry connections, SessionOpener opener, MysqlSettings settings) {
        this.client = client;
        this.connections = connections;
        this.opener = opener;
        this.settings = settings;
        dialect = client.dialect(DIALECT);
    }

    /** @throws HeliosException 57P03 where dialect or engine are not there now */
    SqlSession open(LoginAttempt attempt, EventLoop loop, SessionListener listener) {
        takeNewestDialect();
        HandshakeResponse41 request = attempt.request();
        Dialect spoken = dialect.orElseThrow(
                () -> new HeliosException(SqlState.CANNOT_CONNECT_NOW, "the dialect " + DIALECT + " is not deployed"));
        SessionOpening opening = new SessionOpening(
                request.user(),
                database(attempt),
                request.database(),
                client.id(),
                settings(request),
                connections.control(request.user()));
        Map<String, String> parameters = DriverSignature.application(request.attributes())
                .or(() -> DriverSignature.of(request.attributes()))
                .map(name -> Map.of("application_name", name))
                .orElse(Map.of());
        return opener.open(spoken, opening, client.engine(), role(attempt), parameters, loop, listener);
    }

    private void takeNewestDialect() {
        Optional<Dialect> newest = client.dialect(DIALECT);
        dialect.filter(former -> newest.filter(former::equals).isEmpty()).ifPresent(client::release);
        dialect = newest;
    }

    /** Another version of the dialect serves: the session goes on with it as soon as it can. */
    void dialectChanged(SqlSession session) {
        client.dialect(DIALECT)
                .ifPresent(newest -> session.moveTo(newest, left -> {
                    if (left != newest) {
                        dialect = Optional.of(newest);
                    }
                    client.release(left);
                }));
    }

    /** What the connection's TLS handshake agreed on; empty outside of TLS. */
    private Optional<SSLSession> tls() {
        return Optional.ofNullable(client.channel().pipeline().get(SslHandler.class))
                .map(handler -> handler.engine().getSession());
    }

    private static Role role(LoginAttempt attempt) {
        return attempt.login().role().orElseThrow();
    }

    /** The engine's database: the user's own, of which MySQL's databases are schemas. */
    String database(LoginAttempt attempt) {
        HandshakeResponse41 request = attempt.request();
        return role(attempt).database().orElse(request.database().isEmpty() ? request.user() : request.database());
    }

    private Map<String, String> settings(HandshakeResponse41 request) {
        CharacterSet characters = CharacterSet.ofCollation(request.collation());
        Optional<SSLSession> tls = tls();
        return Map.of(
                "version", ServerVersion.TEXT,
                "local_infile", settings.localInfile() ? "ON" : "OFF",
                "max_allowed_packet", Integer.toString(PacketLimit.of(client)),
                "ssl_cipher", tls.map(SSLSession::getCipherSuite).orElse(""),
                "ssl_version", tls.map(SSLSession::getProtocol).orElse(""),
                "compression", compresses(request) ? "ON" : "OFF",
                "character_set_client", characters.label(),
                "character_set_connection", characters.label(),
                "character_set_results", characters.label(),
                "collation_connection", characters.collationName(request.collation()));
    }

    private static boolean compresses(HandshakeResponse41 request) {
        return Capability.has(request.capabilities(), Capability.COMPRESS)
                || Capability.has(request.capabilities(), Capability.ZSTD_COMPRESSION_ALGORITHM);
    }

    /** The client's host as messages name it. */
    String host() {
        return client.channel().remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "localhost";
    }
}
