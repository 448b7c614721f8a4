package io.heliosdb.launcher.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void readsEveryKindOfValue() {
        assertThat(
                        JsonReader.read(
                                """
                         {"a": [1, -2.5e3, true, false, null, "x\\n\\u00e9\\/\\"\\\\"], "b": {}, "c": []}
                        """))
                .isEqualTo(Map.of(
                        "a",
                        Arrays.asList(1L, -2500.0, true, false, null, "x\né/\"\\"),
                        "b",
                        Map.of(),
                        "c",
                        List.of()));
        assertThat(JsonReader.read("\"\\b\\f\\r\\t\"")).isEqualTo("\b\f\r\t");
        assertThat(JsonReader.read("1234567890123456789012")).isEqualTo(1.2345678901234568E21);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1",
                "[1,]",
                "{\"a\"}",
                "{a:1}",
                "tru",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "1 2",
                "-",
                "."
            })
    void saysWhereItIsNotJson(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isNotLedIntoTheDeep() {
        assertThatThrownBy(() -> JsonReader.read("[".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
    }
}
