package io.heliosdb.spi.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Reads a configuration key by key. A key that is not known and a value that cannot be are refused by name, and what held
 * before holds on; everything else takes effect. Not for use by several threads.
 *
 * @param <S> what a bundle makes of its configuration
 */
public final class SettingsReader<S> {
    private final List<Setting<?>> settings;
    private final Function<SettingValues, S> assembly;
    private final BiConsumer<String, String> refusals;
    private final List<Twins> twins = new ArrayList<>();
    private Map<String, String> accepted = Map.of();

    private record Twins(Setting<?> one, Setting<?> other) {
        static final String EXPECTED = "set without its twin (expected: both or none)";
    }

    /**
     * @param settings all that there are
     * @param assembly makes the result of the values that hold
     * @param refusals told the key and what is wrong with it
     */
    public SettingsReader(
            List<Setting<?>> settings, Function<SettingValues, S> assembly, BiConsumer<String, String> refusals) {
        this.settings = List.copyOf(settings);
        this.assembly = assembly;
        this.refusals = refusals;
    }

    /** Two settings that mean nothing without each other: a value of one alone is refused. */
    public SettingsReader<S> together(Setting<?> one, Setting<?> other) {
        twins.add(new Twins(one, other));
        return this;
    }

    /**
     * What these properties make; a key that is absent is what it is by default.
     *
     * @param properties the keys that the container, Declarative Services and FileInstall put beside ours are passed over, and so are
     *     the properties of the service itself, which begin with {@code heliosdb.}
     */
    public S read(Map<String, ?> properties) {
        Map<String, String> texts = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (!isContainers(key)) {
                String text = String.valueOf(value).strip();
                try {
                    named(key).check(text);
                    texts.put(key, text);
                } catch (IllegalArgumentException wrong) {
                    refuse(key, wrong.getMessage(), texts);
                }
            }
        });
        for (Twins pair : twins) {
            if (isSet(pair.one, texts) != isSet(pair.other, texts)) {
                refuse(pair.one.name(), Twins.EXPECTED, texts);
                refuse(pair.other.name(), Twins.EXPECTED, texts);
            }
        }
        accepted = texts;
        return assembly.apply(new SettingValues(texts));
    }

    private Setting<?> named(String key) {
        for (Setting<?> setting : settings) {
            if (setting.hasName(key)) {
                return setting;
            }
        }
        throw new IllegalArgumentException("no such key");
    }

    private static boolean isSet(Setting<?> setting, Map<String, String> texts) {
        return !texts.getOrDefault(setting.name(), setting.defaultText()).equals(setting.defaultText());
    }

    private void refuse(String key, String why, Map<String, String> texts) {
        refusals.accept(key, why);
        texts.remove(key);
        if (accepted.containsKey(key)) {
            texts.put(key, accepted.get(key));
        }
    }

    private static boolean isContainers(String key) {
        return key.startsWith("service.")
                || key.startsWith("component.")
                || key.startsWith("felix.")
                || key.startsWith("osgi.")
                || key.startsWith("heliosdb.")
                || key.startsWith(".")
                || key.endsWith(".target")
                || key.endsWith(".cardinality.minimum");
    }
}
