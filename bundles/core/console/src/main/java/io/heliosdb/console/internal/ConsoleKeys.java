package io.heliosdb.console.internal;

import io.heliosdb.console.ConsoleSettings;
import io.heliosdb.spi.configuration.Form;
import io.heliosdb.spi.configuration.Setting;
import io.heliosdb.spi.configuration.SettingValues;
import io.heliosdb.spi.configuration.SettingsReader;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** The keys of the configuration, their defaults and bounds. */
public final class ConsoleKeys {
    private static final int MOST_CONNECTIONS = 10_000;
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    static final Setting<Set<String>> HOSTS = new Setting<>("hosts", "", ConsoleKeys::hosts);
    static final Setting<Boolean> METRICS_OPEN = new Setting<>("metrics-open", "false", Form.flag());
    static final Setting<Integer> MAX_CONNECTIONS =
            new Setting<>("max-connections", "32", Form.number(1, MOST_CONNECTIONS));
    static final Setting<Integer> MAX_UPLOAD = new Setting<>("max-upload", "64 MB", Form.bytes());
    static final Setting<Duration> REQUEST_TIME = new Setting<>("request-time", "5 min", Form.positiveDuration());
    static final Setting<Duration> SESSION_TIME = new Setting<>("session-time", "12 h", Form.positiveDuration());

    static final List<Setting<?>> ALL =
            List.of(HOSTS, METRICS_OPEN, MAX_CONNECTIONS, MAX_UPLOAD, REQUEST_TIME, SESSION_TIME);

    private ConsoleKeys() {}

    /**
     * What reads the configuration.
     *
     * @param refusals told the key and what is wrong with it
     */
    public static SettingsReader<ConsoleSettings> reader(BiConsumer<String, String> refusals) {
        return new SettingsReader<>(ALL, ConsoleKeys::settings, refusals);
    }

    private static ConsoleSettings settings(SettingValues values) {
        return new ConsoleSettings(
                values.get(HOSTS),
                values.get(METRICS_OPEN),
                values.get(MAX_CONNECTIONS),
                values.get(MAX_UPLOAD),
                values.get(REQUEST_TIME),
                values.get(SESSION_TIME));
    }

    private static Set<String> hosts(String text) {
        Set<String> hosts = new TreeSet<>();
        for (String part : text.toLowerCase(Locale.ROOT).split(",")) {
            String host = part.strip();
            if (!host.isEmpty()) {
                if (!HOST.matcher(host).matches()) {
                    throw new IllegalArgumentException("host names with commas between them, without ports");
                }
                hosts.add(host);
            }
        }
        return hosts;
    }
}
