package io.heliosdb.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.protocol.Gateway;
import io.heliosdb.spi.protocol.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The gateway as a bundle: services come and go, the configuration changes. */
class ContainerTest {
    private final LineProtocol one = LineProtocol.clientFirst("alpha");
    private final LineProtocol two = one.withVersion("2");

    @TempDir
    private Path home;

    @TempDir
    private Path cache;

    private TestContainer container;

    @BeforeEach
    void start() throws BundleException, IOException {
        container = new TestContainer(
                cache,
                Map.of("heliosdb.home", home.toString(), "heliosdb.ephemeral", "true", "heliosdb.bind", "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        container.close();
    }

    @Test
    void servesTheNewestVersionOfWhatIsRegistered() {
        registerProtocol(two, "1.10.0", 0);
        ServiceRegistration<Protocol> older = registerProtocol(one, "1.9.0", 7);
        Map<String, Integer> ports = open();

        assertThat(ports.keySet()).containsExactly("shared", "alpha");
        assertThat(home.resolve("tls/server.crt")).exists();
        assertThat(ask(ports.get("alpha"), "who")).isEqualTo("2: who");
        older.unregister();
        assertThat(ask(ports.get("shared"), "alpha")).isEqualTo("2: alpha");
    }

    @Test
    void aServiceWithoutVersionHasItsBundles() {
        register(Protocol.class, one, Map.of());
        assertThat(ask(open().get("alpha"), "who")).isEqualTo("1: who");
    }

    @Test
    void aServiceThatCannotBeAddedLeavesTheOthers() {
        registerProtocol(LineProtocol.clientFirst("Not A Name"), "1", 0);
        registerProtocol(two, "no version", 0);
        registerProtocol(one, "1", 0);
        Map<String, Integer> ports = open();
        assertThat(ports.keySet()).containsExactly("shared", "alpha");
        assertThat(ask(ports.get("alpha"), "who")).isEqualTo("1: who");
    }

    @Test
    void mechanismsAndDialectsAreLentAsTheyAreWhenTheyAreAskedFor() {
        registerProtocol(one, "1", 0);
        int port = open().get("alpha");
        try (LineClient before = new LineClient(port)) {
            assertThat(before.ask("client")).contains("dialect false, mechanism false");
            Map<String, ?> version = Map.of("heliosdb.dialect.version", "1");
            ServiceRegistration<Dialect> dialect = register(Dialect.class, Named.of(Dialect.class, "test"), version);
            register(AuthMechanism.class, Named.of(AuthMechanism.class, "TEST"), Map.of());
            try (LineClient idle = new LineClient(port);
                    LineClient user = new LineClient(port)) {
                assertThat(idle.ask("who")).isEqualTo("1: who");
                assertThat(user.ask("client")).contains("dialect true, mechanism true");
                dialect.unregister();
                assertThat(user.line()).as("a user of what goes").contains("57P");
                assertThat(idle.ask("client")).contains("dialect false, mechanism true");
            }
        }
    }

    @Test
    void theConfigurationChangesWhileTheServerRuns() throws IOException {
        registerProtocol(one, "1", 0);
        int port = open().get("alpha");
        configure(Map.of("waiting-room-bytes", "40", "no-such-key", "1"));
        Waiting.until("the limit holds", () -> "54000: line too long".equals(ask(port, "x".repeat(50))));
        configure(Map.of("waiting-room-bytes", "none at all", "max-connections", "1000"));
        configure(Map.of("waiting-room-bytes", "80"));
        Waiting.until("the limit is wider", () -> ask(port, "x".repeat(50)).startsWith("1: x"));
    }

    @Test
    void theCommandLineComesBeforeTheConfiguration() throws IOException {
        configure(Map.of("ephemeral", "false", "bind", "192.0.2.1"));
        registerProtocol(one, "1", 0);
        assertThat(ask(open().get("alpha"), "who")).isEqualTo("1: who");
    }

    @Test
    void stoppingTheBundleEndsItsSessions() throws BundleException {
        registerProtocol(one, "1", 0);
        try (LineClient client = new LineClient(open().get("alpha"))) {
            client.ask("login");
            container.gatewayBundle().stop();
            assertThat(client.line()).startsWith("57P01");
            assertThat(client.line()).isNull();
        }
    }

    @Test
    void closesOnRequest() {
        registerProtocol(one, "1", 0);
        try (LineClient client = new LineClient(open().get("alpha"))) {
            client.ask("login");
            container
                    .service(Gateway.class)
                    .close(Duration.ofHours(1))
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            assertThat(client.line()).startsWith("57P01");
        }
    }

    @Test
    void itsConfigurationIsDescribed() throws IOException {
        Path description =
                Path.of("target/classes/OSGI-INF/metatype/io.heliosdb.gateway.internal.GatewayConfiguration.xml");
        assertThat(Files.readString(description))
                .contains("id=\"detection-silence\"", "id=\"port.postgresql\"", "pid=\"io.heliosdb.gateway\"");
    }

    private Map<String, Integer> open() {
        return container
                .service(Gateway.class)
                .open()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private ServiceRegistration<Protocol> registerProtocol(Protocol protocol, String version, int ranking) {
        return register(
                Protocol.class,
                protocol,
                Map.of("heliosdb.protocol.version", version, Constants.SERVICE_RANKING, ranking));
    }

    private <T> ServiceRegistration<T> register(Class<T> contract, T service, Map<String, ?> properties) {
        return container.context().registerService(contract, service, FrameworkUtil.asDictionary(properties));
    }

    private void configure(Map<String, String> properties) throws IOException {
        container
                .service(ConfigurationAdmin.class)
                .getConfiguration("io.heliosdb.gateway", "?")
                .update(FrameworkUtil.asDictionary(properties));
    }

    private static String ask(int port, String line) {
        try (LineClient client = new LineClient(port)) {
            return client.ask(line);
        }
    }
}
