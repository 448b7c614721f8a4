package io.heliosdb.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesTextsNumbersListsAndMaps() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", "a\"\\\n");
        object.put("number", 5);
        object.put("list", List.of(1, "x", Map.of("y", List.of())));
        assertThat(Json.array(List.of(object, Map.of())))
                .isEqualTo("[{\"text\":\"a\\\"\\\\\\u000a\",\"number\":5,\"list\":[1,\"x\",{\"y\":[]}]},{}]");
    }
}
