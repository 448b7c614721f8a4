package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.EngineSettings;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Reads the configuration key by key. A key that is not known and a value that cannot be are refused by name, and what
 * held before holds on.
 */
public final class SettingsReader {
    private final BiConsumer<String, String> refusals;
    private Map<String, String> accepted = Map.of();

    /** @param refusals told the key and what is wrong with it */
    public SettingsReader(BiConsumer<String, String> refusals) {
        this.refusals = refusals;
    }

    /** The settings that these properties make; a key that is absent is what it is by default. */
    public EngineSettings read(Map<String, ?> properties) {
        Map<String, String> texts = new TreeMap<>();
        properties.forEach((name, value) -> {
            String text = String.valueOf(value).strip();
            try {
                SettingKey.check(name, text);
                texts.put(name, text);
            } catch (IllegalArgumentException wrong) {
                refusals.accept(name, wrong.getMessage());
                if (accepted.containsKey(name)) {
                    texts.put(name, accepted.get(name));
                }
            }
        });
        accepted = texts;
        return new EngineSettings(
                get(SettingKey.POOLING),
                get(SettingKey.MAX_CONNECTIONS),
                get(SettingKey.MAX_CONNECTIONS_PER_DATABASE),
                get(SettingKey.MIN_IDLE),
                get(SettingKey.IDLE_TIMEOUT),
                get(SettingKey.MAX_LIFETIME),
                get(SettingKey.PROBE_AFTER),
                get(SettingKey.CONNECT_TIMEOUT),
                get(SettingKey.ACQUIRE_TIMEOUT),
                get(SettingKey.STATEMENT_CACHE),
                get(SettingKey.TAKE_OVER_ROLES));
    }

    private <T> T get(SettingKey<T> key) {
        return key.in(accepted);
    }
}
