package io.heliosdb.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.gateway.GatewaySettings;
import io.heliosdb.gateway.GatewaySettings.ConnectionLimits;
import io.heliosdb.gateway.GatewaySettings.Detection;
import io.heliosdb.gateway.GatewaySettings.Ports;
import io.heliosdb.gateway.GatewaySettings.Timeouts;
import io.heliosdb.gateway.GatewaySettings.Tls;
import io.heliosdb.gateway.GatewaySettings.WaitingRoom;
import io.heliosdb.spi.configuration.SettingsReader;
import io.heliosdb.spi.protocol.ClientLimits;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayKeysTest {
    private static final Path HOME = Path.of("/home/of/helios");

    private final Map<String, String> refused = new LinkedHashMap<>();
    private final SettingsReader<GatewaySettings> reader = GatewayKeys.reader(HOME, refused::put);

    @Test
    void nothingSetMeansTheDefaults() {
        GatewaySettings settings = reader.read(Map.of());

        assertThat(settings.home()).isEqualTo(HOME);
        assertThat(settings.ports()).isEqualTo(new Ports("127.0.0.1", 5430, Map.of(), Map.of(), false));
        assertThat(settings.eventLoops()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings.detection())
                .isEqualTo(new Detection(Duration.ofMillis(75), Duration.ofMillis(10), Duration.ofSeconds(5)));
        assertThat(settings.waitingRoom()).isEqualTo(new WaitingRoom(500, Duration.ofSeconds(10), 10_240));
        assertThat(settings.connectionLimits()).isEqualTo(new ConnectionLimits(10_000, Map.of(), 0));
        assertThat(settings.timeouts()).isEqualTo(new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO));
        assertThat(settings.tls()).isEqualTo(new Tls(true, Optional.empty(), Optional.empty()));
        assertThat(settings.clientLimits()).isEqualTo(new ClientLimits(10_240, 1 << 30));
        assertThat(refused).isEmpty();
    }

    @Test
    void everyKeyIsRead() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bind", "0.0.0.0");
        properties.put("port", 1);
        properties.put("port.postgresql", "2");
        properties.put("port.mysql", "off");
        properties.put("ephemeral", false);
        properties.put("event-loops", 3);
        properties.put("detection-silence", "4ms");
        properties.put("detection-silence-known", "0");
        properties.put("detection-hold", "5 min");
        properties.put("bind.admin", "::1");
        properties.put("waiting-room-size", 6L);
        properties.put("waiting-room-time", "7 s");
        properties.put("waiting-room-bytes", "8");
        properties.put("max-connections", "9");
        properties.put("max-connections.postgresql", "10");
        properties.put("max-connections-per-address", "11");
        properties.put("idle-timeout", "12 h");
        properties.put("idle-in-transaction-timeout", "13 d");
        properties.put("statement-timeout", "14 s");
        properties.put("max-message", " 15 MB ");
        properties.put("tls.enabled", "false");
        properties.put("tls.certificate", "tls/mine.crt");
        properties.put("tls.key", "/etc/mine.key");

        GatewaySettings settings = reader.read(properties);

        assertThat(refused).isEmpty();
        assertThat(settings)
                .isEqualTo(new GatewaySettings(
                        HOME,
                        new Ports(
                                "0.0.0.0",
                                1,
                                Map.of("postgresql", 2, "mysql", GatewaySettings.NO_PORT),
                                Map.of("admin", "::1"),
                                false),
                        3,
                        new Detection(Duration.ofMillis(4), Duration.ZERO, Duration.ofMinutes(5)),
                        new WaitingRoom(6, Duration.ofSeconds(7), 8),
                        new ConnectionLimits(9, Map.of("postgresql", 10), 11),
                        new Timeouts(Duration.ofHours(12), Duration.ofDays(13), Duration.ofSeconds(14)),
                        new Tls(
                                false,
                                Optional.of(HOME.resolve("tls/mine.crt")),
                                Optional.of(Path.of("/etc/mine.key"))),
                        15 << 20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    silence             | 1       | no such key
                    port.               | 1       | no such key
                    port.UPPER          | 1       | no such key
                    idle-timeout.mysql  | 1 s     | no such key
                    port                | 65536   | "65536" (expected: a port from 0 (a free one) to 65535, or off)
                    port.mysql          | x       | "x" (expected: a port from 0 (a free one) to 65535, or off)
                    bind                | ''      | "" (expected: a host name or an address of this machine)
                    ephemeral           | yes     | "yes" (expected: true or false)
                    event-loops         | -1      | "-1" (expected: a number from 0 to 10000000)
                    waiting-room-size   | 0       | "0" (expected: a number from 1 to 10000000)
                    detection-silence   | 75      | "75" (expected: a time such as 500 ms, 10 s, 5 min, 1 h, at most 365 d, or 0)
                    detection-silence   | 7 weeks | "7 weeks" (expected: a time such as 500 ms, 10 s, 5 min, 1 h, at most 365 d, or 0)
                    detection-silence   | -1 ms   | "-1 ms" (expected: a time such as 500 ms, 10 s, 5 min, 1 h, at most 365 d, or 0)
                    waiting-room-bytes  | 0       | "0" (expected: a number of bytes from 1 to 2047 MB, with kB, MB or GB)
                    max-message         | 2 GB    | "2 GB" (expected: a number of bytes from 1 to 2047 MB, with kB, MB or GB)
                    """)
    void whatCannotBeIsRefusedByNameAndTheDefaultHolds(String key, String value, String why) {
        GatewaySettings settings = reader.read(Map.of(key, value));

        assertThat(refused).containsExactly(Map.entry(key, why));
        assertThat(settings)
                .isEqualTo(GatewayKeys.reader(HOME, (name, reason) -> {}).read(Map.of()));
    }

    @Test
    void aRefusedValueLeavesTheOneBeforeAndTheOthersChange() {
        reader.read(Map.of("max-connections", "7", "idle-timeout", "1 s"));

        GatewaySettings settings = reader.read(Map.of("max-connections", "many", "idle-timeout", "2 s"));

        assertThat(refused).containsOnlyKeys("max-connections");
        assertThat(settings.connectionLimits().total()).isEqualTo(7);
        assertThat(settings.timeouts().idle()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aKeyThatIsTakenAwayIsItsDefaultAgain() {
        reader.read(Map.of("max-connections", "7"));

        assertThat(reader.read(Map.of()).connectionLimits().total()).isEqualTo(10_000);
    }

    @Test
    void certificateAndKeyGoTogether() {
        reader.read(Map.of("tls.certificate", "a.crt", "tls.key", "a.key"));

        GatewaySettings settings = reader.read(Map.of("tls.certificate", "b.crt"));

        assertThat(refused).containsOnlyKeys("tls.certificate", "tls.key");
        assertThat(settings.tls().certificate()).contains(HOME.resolve("a.crt"));
        assertThat(settings.tls().key()).contains(HOME.resolve("a.key"));
    }

    @Test
    void theDescriptionNamesEveryKeyWithItsDefault() {
        Map<String, String> described = new HashMap<>();
        for (Method method : GatewayConfiguration.class.getDeclaredMethods()) {
            String key = method.getName().replace("$_$", "-").replace('_', '.');
            described.put(key, String.valueOf(method.getDefaultValue()));
        }
        // These stand for the keys of every protocol.
        assertThat(described.remove("bind.admin")).isEqualTo("127.0.0.1");
        assertThat(described.remove("port.admin")).isEqualTo("5439");
        assertThat(described.remove("port.postgresql")).isEqualTo("5432");
        assertThat(described.remove("max-connections.postgresql")).isEqualTo("0");

        Map<String, String> read = new HashMap<>();
        GatewayKeys.ALL.forEach(key -> read.put(key.name(), key.defaultText()));
        assertThat(described).isEqualTo(read);
    }
}
