package io.heliosdb.console;

import io.heliosdb.console.internal.Console;
import io.heliosdb.console.internal.ConsoleConfiguration;
import io.heliosdb.console.internal.ConsoleKeys;
import io.heliosdb.console.internal.ContainerServices;
import io.heliosdb.console.internal.metrics.Statistics;
import io.heliosdb.spi.configuration.SettingsReader;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.protocol.ProvidesProtocol;
import io.heliosdb.spi.protocol.Recognition;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP/1.1 to whoever runs the server: the console, its API, metrics and health, on a port of their own. */
@Component(service = Protocol.class, configurationPid = ConsoleConfiguration.PID)
@Designate(ocd = ConsoleConfiguration.class)
@ProvidesProtocol(name = AdminProtocol.NAME, version = "1.0.0")
public final class AdminProtocol implements Protocol {
    public static final String NAME = "admin";

    private static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.console");
    private static final int DEFAULT_PORT = 5439;

    private final ContainerServices services;
    private final Console console;
    private final SettingsReader<ConsoleSettings> reader = ConsoleKeys.reader(
            (key, why) -> LOGGER.error("{}: {}: {}; it stays as it was", ConsoleConfiguration.PID, key, why));

    /** @throws IOException where the token cannot be read or made */
    @Activate
    public AdminProtocol(BundleContext context, Map<String, ?> configuration, @Reference Statistics statistics)
            throws IOException {
        services = new ContainerServices(context);
        console = Console.in(context, services, reader.read(configuration), statistics);
    }

    @Modified
    void modified(Map<String, ?> configuration) {
        console.configure(reader.read(configuration));
    }

    @Deactivate
    void deactivate() {
        console.close();
        services.close();
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
    public boolean administrative() {
        return true;
    }

    @Override
    public Set<String> alpn() {
        return Set.of("http/1.1");
    }

    /** Asked for clients that agreed on nothing in TLS: a method begins with a capital letter. */
    @Override
    public Recognition recognise(Preamble preamble) {
        ByteBuf bytes = preamble.bytes();
        if (!preamble.encrypted()) {
            return Recognition.NO;
        }
        if (!bytes.isReadable()) {
            return Recognition.MORE;
        }
        byte first = bytes.getByte(bytes.readerIndex());
        return first >= 'A' && first <= 'Z' ? Recognition.MATCH : Recognition.NO;
    }

    @Override
    public ProtocolSession open(Client client) {
        return console.open(client);
    }
}
