package io.heliosdb.launcher.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;

class SettingsTest {
    private static final ObjectClassDefinition DEFINITION = new Definition(List.of(
            new Attribute("port", AttributeDefinition.INTEGER, 0, null, "Value greater than 65535"),
            new Attribute("idle.timeout", AttributeDefinition.LONG, 0, null, null),
            new Attribute("load", AttributeDefinition.DOUBLE, 0, null, ""),
            new Attribute("tls", AttributeDefinition.STRING, 0, List.of("off", "on", "required"), null),
            new Attribute("enabled", AttributeDefinition.BOOLEAN, 0, null, null),
            new Attribute("secret", AttributeDefinition.PASSWORD, 0, List.of("sesame"), null),
            new Attribute("ports", AttributeDefinition.INTEGER, 10, null, null),
            new Attribute("names", AttributeDefinition.STRING, 10, null, null)));

    private static Settings check(Map<String, String> lines) {
        return Settings.check(lines, DEFINITION, Map.of());
    }

    @Test
    void givesEachValueItsType() {
        Settings settings = check(Map.of(
                "port", "5433",
                "idle.timeout", "60000000000",
                "load", "0.5",
                "tls", "required",
                "enabled", "true",
                "ports", "1, 2 ,3",
                "names", "a,b"));
        assertThat(settings.refused()).isEmpty();
        assertThat(settings.values())
                .containsEntry("port", 5433)
                .containsEntry("idle.timeout", 60_000_000_000L)
                .containsEntry("load", 0.5)
                .containsEntry("tls", "required")
                .containsEntry("enabled", true)
                .containsEntry("ports", new Integer[] {1, 2, 3})
                .containsEntry("names", new String[] {"a", "b"})
                .hasSize(7);
    }

    @Test
    void takesAnEmptyList() {
        assertThat(check(Map.of("ports", "")).values()).containsEntry("ports", new Integer[0]);
    }

    @Test
    void namesAnUnknownKeyAndThoseThatAreKnown() {
        Settings settings = check(Map.of("prot", "5433", "enabled", "false"));
        assertThat(settings.refused())
                .containsExactly(
                        "unknown key prot (known: enabled, idle.timeout, load, names, port, ports, secret, tls)");
        assertThat(settings.values()).containsOnly(Map.entry("enabled", false));
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThat(check(Map.of("idle.timeout", "1m")).refused())
                .containsExactly("idle.timeout = 1m (expected: a whole number)");
        assertThat(check(Map.of("load", "half")).refused()).containsExactly("load = half (expected: a number)");
        assertThat(check(Map.of("ports", "1,,2")).refused()).containsExactly("ports = 1,,2 (expected: a whole number)");
    }

    @Test
    void refusesWhatIsNeitherTrueNorFalse() {
        assertThat(check(Map.of("enabled", "yes")).refused())
                .containsExactly("enabled = yes (expected: true or false)");
    }

    @Test
    void refusesWhatIsNotAnOption() {
        assertThat(check(Map.of("tls", "maybe")).refused())
                .containsExactly("tls = maybe (expected: one of off, on, required)");
    }

    @Test
    void refusesWhatTheComponentDoesNotTake() {
        assertThat(check(Map.of("port", "99999")).refused())
                .containsExactly("port = 99999 (expected: Value greater than 65535)");
    }

    @Test
    void doesNotPrintASecret() {
        assertThat(check(Map.of("secret", "opensesame")).refused())
                .containsExactly("secret = … (expected: one of sesame)")
                .noneMatch(line -> line.contains("opensesame"));
    }

    @Test
    void keepsTheValueInForceWhenTheNewOneIsRefused() {
        Settings settings = Settings.check(Map.of("port", "x"), DEFINITION, Map.of("port", 5433));
        assertThat(settings.values()).containsOnly(Map.entry("port", 5433));
    }

    private record Attribute(String id, int type, int cardinality, List<String> options, String problem)
            implements AttributeDefinition {
        @Override
        public String getName() {
            return id;
        }

        @Override
        public String getID() {
            return id;
        }

        @Override
        public String getDescription() {
            return "";
        }

        @Override
        public int getCardinality() {
            return cardinality;
        }

        @Override
        public int getType() {
            return type;
        }

        @Override
        public String[] getOptionValues() {
            return options == null ? null : options.toArray(new String[0]);
        }

        @Override
        public String[] getOptionLabels() {
            return options == null ? null : options.toArray(new String[0]);
        }

        @Override
        public String validate(String value) {
            return value.length() > 4 ? problem : "";
        }

        @Override
        public String[] getDefaultValue() {
            return new String[0];
        }
    }

    private record Definition(List<Attribute> attributes) implements ObjectClassDefinition {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public String getID() {
            return "test";
        }

        @Override
        public String getDescription() {
            return "";
        }

        @Override
        public AttributeDefinition[] getAttributeDefinitions(int filter) {
            return attributes.toArray(new AttributeDefinition[0]);
        }

        @Override
        public InputStream getIcon(int size) {
            return null;
        }
    }
}
