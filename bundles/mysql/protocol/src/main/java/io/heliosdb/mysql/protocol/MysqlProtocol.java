package io.heliosdb.mysql.protocol;

import io.heliosdb.mysql.protocol.internal.ConnectionRegistry;
import io.heliosdb.mysql.protocol.internal.MysqlConfiguration;
import io.heliosdb.mysql.protocol.internal.MysqlFrameDecoder;
import io.heliosdb.mysql.protocol.internal.MysqlKeys;
import io.heliosdb.mysql.protocol.internal.MysqlSession;
import io.heliosdb.mysql.protocol.internal.MysqlTraceView;
import io.heliosdb.mysql.protocol.internal.SessionOpener;
import io.heliosdb.spi.configuration.SettingsReader;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.protocol.ProvidesProtocol;
import io.heliosdb.spi.protocol.Recognition;
import io.heliosdb.spi.protocol.TraceView;
import io.heliosdb.sql.session.SqlSession;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MySQL's client/server protocol, version 10, from the server's side. */
@Component(service = Protocol.class, configurationPid = MysqlConfiguration.PID)
@Designate(ocd = MysqlConfiguration.class)
@ProvidesProtocol(name = MysqlProtocol.NAME, version = "1.0.0")
public final class MysqlProtocol implements Protocol {
    public static final String NAME = "mysql";

    private static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.mysql");
    private static final int DEFAULT_PORT = 3306;

    private final ConnectionRegistry connections = new ConnectionRegistry();
    private final SessionOpener opener;
    private final SettingsReader<MysqlSettings> reader = MysqlKeys.reader(
            (key, why) -> LOGGER.error("{}: {}: {}; it stays as it was", MysqlConfiguration.PID, key, why));
    private volatile MysqlSettings settings;

    @Activate
    public MysqlProtocol(Map<String, ?> configuration) {
        opener = SqlSession::open;
        settings = reader.read(configuration);
    }

    /** @param opener opens the sessions in which statements run */
    public MysqlProtocol(SessionOpener opener, MysqlSettings settings) {
        this.opener = opener;
        this.settings = settings;
    }

    @Modified
    void modified(Map<String, ?> configuration) {
        settings = reader.read(configuration);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int defaultPort() {
        return DEFAULT_PORT;
    }

    @Override
    public boolean serverSpeaksFirst() {
        return true;
    }

    /** A client that has said something was not waiting for a greeting. */
    @Override
    public Recognition recognise(Preamble preamble) {
        return Recognition.NO;
    }

    @Override
    public ProtocolSession open(Client client) {
        MysqlSession session = new MysqlSession(client, connections, opener, settings);
        client.channel().pipeline().addLast(NAME, new MysqlFrameDecoder(session));
        return session;
    }

    @Override
    public Optional<TraceView> traceView(boolean masked) {
        return Optional.of(new MysqlTraceView(masked));
    }
}
