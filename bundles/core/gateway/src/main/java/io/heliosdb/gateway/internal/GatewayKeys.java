package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.GatewaySettings;
import io.heliosdb.gateway.GatewaySettings.ConnectionLimits;
import io.heliosdb.gateway.GatewaySettings.Detection;
import io.heliosdb.gateway.GatewaySettings.Ports;
import io.heliosdb.gateway.GatewaySettings.Timeouts;
import io.heliosdb.gateway.GatewaySettings.Tls;
import io.heliosdb.gateway.GatewaySettings.WaitingRoom;
import io.heliosdb.spi.configuration.Form;
import io.heliosdb.spi.configuration.Setting;
import io.heliosdb.spi.configuration.SettingValues;
import io.heliosdb.spi.configuration.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The keys of the configuration, their defaults and bounds; some exist for every protocol too. */
public final class GatewayKeys {
    private static final int MOST = 10_000_000;
    private static final Form<Integer> PORT_NUMBER = Form.number(0, 65_535);

    static final Setting<String> BIND = new Setting<String>("bind", "127.0.0.1", GatewayKeys::host).forEveryMember();
    static final Setting<Integer> PORT = new Setting<Integer>("port", "5430", GatewayKeys::port).forEveryMember();
    static final Setting<Boolean> EPHEMERAL = new Setting<>("ephemeral", "false", Form.flag());
    static final Setting<Integer> EVENT_LOOPS = new Setting<>("event-loops", "0", Form.number(0, MOST));
    static final Setting<Duration> DETECTION_SILENCE = new Setting<>("detection-silence", "75 ms", Form.duration());
    static final Setting<Duration> DETECTION_SILENCE_KNOWN =
            new Setting<>("detection-silence-known", "10 ms", Form.duration());
    static final Setting<Duration> DETECTION_HOLD = new Setting<>("detection-hold", "5 s", Form.duration());
    static final Setting<Integer> WAITING_ROOM_SIZE = new Setting<>("waiting-room-size", "500", Form.number(1, MOST));
    static final Setting<Duration> WAITING_ROOM_TIME = new Setting<>("waiting-room-time", "10 s", Form.duration());
    static final Setting<Integer> WAITING_ROOM_BYTES = new Setting<>("waiting-room-bytes", "10 kB", Form.bytes());
    static final Setting<Integer> MAX_CONNECTIONS =
            new Setting<>("max-connections", "10000", Form.number(0, MOST)).forEveryMember();
    static final Setting<Integer> MAX_CONNECTIONS_PER_ADDRESS =
            new Setting<>("max-connections-per-address", "0", Form.number(0, MOST));
    static final Setting<Duration> IDLE_TIMEOUT = new Setting<>("idle-timeout", "0", Form.duration());
    static final Setting<Duration> IDLE_IN_TRANSACTION_TIMEOUT =
            new Setting<>("idle-in-transaction-timeout", "0", Form.duration());
    static final Setting<Duration> STATEMENT_TIMEOUT = new Setting<>("statement-timeout", "0", Form.duration());
    static final Setting<Integer> MAX_MESSAGE = new Setting<>("max-message", "1 GB", Form.bytes());
    static final Setting<Boolean> TLS_ENABLED = new Setting<>("tls.enabled", "true", Form.flag());
    static final Setting<Optional<Path>> TLS_CERTIFICATE = new Setting<>("tls.certificate", "", GatewayKeys::file);
    static final Setting<Optional<Path>> TLS_KEY = new Setting<>("tls.key", "", GatewayKeys::file);

    static final List<Setting<?>> ALL = List.of(
            BIND,
            PORT,
            EPHEMERAL,
            EVENT_LOOPS,
            DETECTION_SILENCE,
            DETECTION_SILENCE_KNOWN,
            DETECTION_HOLD,
            WAITING_ROOM_SIZE,
            WAITING_ROOM_TIME,
            WAITING_ROOM_BYTES,
            MAX_CONNECTIONS,
            MAX_CONNECTIONS_PER_ADDRESS,
            IDLE_TIMEOUT,
            IDLE_IN_TRANSACTION_TIMEOUT,
            STATEMENT_TIMEOUT,
            MAX_MESSAGE,
            TLS_ENABLED,
            TLS_CERTIFICATE,
            TLS_KEY);

    private GatewayKeys() {}

    /**
     * What reads the configuration.
     *
     * @param home against which relative paths are resolved
     * @param refusals told the key and what is wrong with it
     */
    public static SettingsReader<GatewaySettings> reader(Path home, BiConsumer<String, String> refusals) {
        return new SettingsReader<>(ALL, values -> settings(home, values), refusals).together(TLS_CERTIFICATE, TLS_KEY);
    }

    private static GatewaySettings settings(Path home, SettingValues values) {
        return new GatewaySettings(
                home,
                new Ports(
                        values.get(BIND),
                        values.get(PORT),
                        values.members(PORT),
                        values.members(BIND),
                        values.get(EPHEMERAL)),
                eventLoops(values.get(EVENT_LOOPS)),
                new Detection(
                        values.get(DETECTION_SILENCE), values.get(DETECTION_SILENCE_KNOWN), values.get(DETECTION_HOLD)),
                new WaitingRoom(
                        values.get(WAITING_ROOM_SIZE), values.get(WAITING_ROOM_TIME), values.get(WAITING_ROOM_BYTES)),
                new ConnectionLimits(
                        values.get(MAX_CONNECTIONS),
                        values.members(MAX_CONNECTIONS),
                        values.get(MAX_CONNECTIONS_PER_ADDRESS)),
                new Timeouts(
                        values.get(IDLE_TIMEOUT),
                        values.get(IDLE_IN_TRANSACTION_TIMEOUT),
                        values.get(STATEMENT_TIMEOUT)),
                new Tls(
                        values.get(TLS_ENABLED),
                        values.get(TLS_CERTIFICATE).map(home::resolve),
                        values.get(TLS_KEY).map(home::resolve)),
                values.get(MAX_MESSAGE));
    }

    private static int eventLoops(int configured) {
        return configured == 0 ? Runtime.getRuntime().availableProcessors() : configured;
    }

    private static String host(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a host name or an address of this machine");
        }
        return text;
    }

    private static Integer port(String text) {
        if (text.equals("off")) {
            return GatewaySettings.NO_PORT;
        }
        try {
            return PORT_NUMBER.read(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("a port from 0 (a free one) to 65535, or off", wrong);
        }
    }

    private static Optional<Path> file(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }
}
