package io.heliosdb.gateway;

import io.heliosdb.gateway.internal.GatewayKeys;
import io.heliosdb.gateway.internal.Transport;
import io.heliosdb.spi.configuration.SettingsReader;
import io.heliosdb.spi.protocol.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway on free ports, as a test wants it. */
final class TestGateway implements AutoCloseable {
    final ServiceCatalog catalog = new ServiceCatalog();
    final Map<String, String> properties = new HashMap<>(Map.of("ephemeral", "true", "tls.enabled", "false"));
    private final SettingsReader<GatewaySettings> reader;
    private Transport transport = Transport.best();
    private NettyGateway gateway;

    TestGateway(Path home) {
        reader = GatewayKeys.reader(home, (key, why) -> {
            throw new AssertionError(key + ": " + why);
        });
    }

    TestGateway with(Protocol... protocols) {
        for (Protocol protocol : protocols) {
            catalog.addProtocol(protocol, "1.0.0", 0);
        }
        return this;
    }

    TestGateway with(String key, String value) {
        properties.put(key, value);
        return this;
    }

    TestGateway on(Transport other) {
        transport = other;
        return this;
    }

    NettyGateway gateway() {
        if (gateway == null) {
            gateway = new NettyGateway(reader.read(properties), catalog, transport, Duration.ofMillis(20));
        }
        return gateway;
    }

    TestGateway open() {
        gateway().open().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        return this;
    }

    void configure(String key, String value) {
        properties.put(key, value);
        gateway.configure(reader.read(properties));
    }

    int port(String name) {
        return gateway.ports().get(name);
    }

    LineClient client(String portName) {
        return new LineClient(port(portName));
    }

    @Override
    public void close() {
        gateway()
                .shutDown()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
