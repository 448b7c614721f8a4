package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.GatewaySettings;
import io.heliosdb.gateway.GatewaySettings.ConnectionLimits;
import io.heliosdb.gateway.GatewaySettings.Detection;
import io.heliosdb.gateway.GatewaySettings.Ports;
import io.heliosdb.gateway.GatewaySettings.Timeouts;
import io.heliosdb.gateway.GatewaySettings.Tls;
import io.heliosdb.gateway.GatewaySettings.WaitingRoom;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Reads the configuration key by key. A key that is not known and a value that cannot be are refused by name, and what
 * held before holds on.
 */
public final class SettingsReader {
    private final Path home;
    private final BiConsumer<String, String> refusals;
    private Map<String, String> accepted = Map.of();

    /**
     * @param home against which relative paths are resolved
     * @param refusals told the key and what is wrong with it
     */
    public SettingsReader(Path home, BiConsumer<String, String> refusals) {
        this.home = home;
        this.refusals = refusals;
    }

    /** The settings that these properties make; a key that is absent is what it is by default. */
    public GatewaySettings read(Map<String, ?> properties) {
        Map<String, String> texts = new TreeMap<>();
        properties.forEach((name, value) -> {
            String text = String.valueOf(value).strip();
            try {
                Key.check(name, text);
                texts.put(name, text);
            } catch (IllegalArgumentException wrong) {
                refuse(name, wrong.getMessage(), texts);
            }
        });
        if (Key.TLS_CERTIFICATE.in(texts).isPresent() != Key.TLS_KEY.in(texts).isPresent()) {
            refuse(Key.TLS_CERTIFICATE.name(), "set without its twin (expected: both or none)", texts);
            refuse(Key.TLS_KEY.name(), "set without its twin (expected: both or none)", texts);
        }
        accepted = texts;
        return settings();
    }

    private void refuse(String name, String why, Map<String, String> texts) {
        refusals.accept(name, why);
        texts.remove(name);
        if (accepted.containsKey(name)) {
            texts.put(name, accepted.get(name));
        }
    }

    private GatewaySettings settings() {
        return new GatewaySettings(
                home,
                new Ports(get(Key.BIND), get(Key.PORT), byProtocol(Key.PORT), get(Key.EPHEMERAL)),
                eventLoops(),
                new Detection(get(Key.DETECTION_SILENCE), get(Key.DETECTION_SILENCE_KNOWN), get(Key.DETECTION_HOLD)),
                new WaitingRoom(get(Key.WAITING_ROOM_SIZE), get(Key.WAITING_ROOM_TIME), get(Key.WAITING_ROOM_BYTES)),
                new ConnectionLimits(
                        get(Key.MAX_CONNECTIONS),
                        byProtocol(Key.MAX_CONNECTIONS),
                        get(Key.MAX_CONNECTIONS_PER_ADDRESS)),
                new Timeouts(get(Key.IDLE_TIMEOUT), get(Key.IDLE_IN_TRANSACTION_TIMEOUT), get(Key.STATEMENT_TIMEOUT)),
                new Tls(get(Key.TLS_ENABLED), file(Key.TLS_CERTIFICATE), file(Key.TLS_KEY)),
                get(Key.MAX_MESSAGE));
    }

    private <T> T get(Key<T> key) {
        return key.in(accepted);
    }

    private int eventLoops() {
        int loops = get(Key.EVENT_LOOPS);
        return loops == 0 ? Runtime.getRuntime().availableProcessors() : loops;
    }

    private Optional<Path> file(Key<Optional<Path>> key) {
        return get(key).map(home::resolve);
    }

    /** The values of {@code <key>.<protocol>}, by protocol. */
    private Map<String, Integer> byProtocol(Key<Integer> key) {
        Map<String, Integer> found = new TreeMap<>();
        String prefix = key.name() + ".";
        accepted.forEach((name, text) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), key.form().apply(text));
            }
        });
        return found;
    }
}
