package io.heliosdb.spi.configuration;

import java.util.Map;
import java.util.TreeMap;

/** The values that hold, by their settings. */
public final class SettingValues {
    private final Map<String, String> texts;

    /** @param texts checked */
    SettingValues(Map<String, String> texts) {
        this.texts = new TreeMap<>(texts);
    }

    /** The value, or the default where the key is absent. */
    public <T> T get(Setting<T> setting) {
        return setting.in(texts);
    }

    /** The values that are set for members of their own, by member. */
    public <T> Map<String, T> members(Setting<T> setting) {
        return setting.membersIn(texts);
    }
}
