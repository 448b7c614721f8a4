package io.heliosdb.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.console.ConsoleSettings;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConsoleKeysTest {
    private final Map<String, String> refused = new TreeMap<>();

    @Test
    void readsEveryKey() {
        assertThat(ConsoleKeys.reader(refused::put)
                        .read(Map.of(
                                "hosts", " Admin.example.org , b ",
                                "metrics-open", "true",
                                "max-connections", "5",
                                "max-upload", "1 kB",
                                "request-time", "3 s",
                                "session-time", "1 h")))
                .isEqualTo(new ConsoleSettings(
                        Set.of("admin.example.org", "b"), true, 5, 1024, Duration.ofSeconds(3), Duration.ofHours(1)));
        assertThat(refused).isEmpty();
    }

    @Test
    void refusesByNameWhatCannotBe() {
        ConsoleKeys.reader(refused::put)
                .read(Map.of("hosts", "a:1", "max-connections", "0", "request-time", "0", "port", "1"));
        assertThat(refused).containsOnlyKeys("hosts", "max-connections", "request-time", "port");
    }

    @Test
    void theDescriptionNamesEveryKeyWithItsDefault() {
        Map<String, String> described = new HashMap<>();
        for (Method method : ConsoleConfiguration.class.getDeclaredMethods()) {
            described.put(method.getName().replace("$_$", "-"), String.valueOf(method.getDefaultValue()));
        }
        Map<String, String> read = new HashMap<>();
        ConsoleKeys.ALL.forEach(key -> read.put(key.name(), key.defaultText()));
        assertThat(described).isEqualTo(read);
    }
}
