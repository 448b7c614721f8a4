package io.heliosdb.pg.engine.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
    private static final Map<String, String> ISO = Map.of("DateStyle", "ISO");

    private final Definitions definitions = new Definitions();

    private Definition use(String text, Map<String, String> view) {
        return definitions.use(text.getBytes(UTF_8), view);
    }

    @Test
    void equalTextsUnderEqualParametersAreOne() {
        Definition first = use("SELECT 1", ISO);

        assertThat(use("SELECT 1", ISO)).isSameAs(first);
        assertThat(use("SELECT 2", ISO)).isNotSameAs(first);
        assertThat(use("SELECT 1", Map.of())).isNotSameAs(first);
        assertThat(definitions.size()).isEqualTo(3);
    }

    /** These two texts have the same hash. */
    @Test
    void differentTextsWithTheSameHashAreTwo() {
        assertThat(use("Aa", ISO)).isNotSameAs(use("BB", ISO));
    }

    @Test
    void whatNobodyUsesIsForgotten() {
        Definition definition = use("SELECT 1", ISO);
        use("SELECT 1", ISO);
        definitions.unuse(definition);
        assertThat(definitions.size()).isOne();
        definitions.unuse(definition);

        assertThat(definitions.size()).isZero();
    }

    @Test
    void whatIsRetiredIsNotFoundAgain() {
        Definition definition = use("SELECT 1", ISO);
        definitions.retire(definition);

        Definition next = use("SELECT 1", ISO);
        assertThat(next).isNotSameAs(definition);
        assertThat(next.toString()).isNotEqualTo(definition.toString());
        definitions.unuse(definition);
        assertThat(use("SELECT 1", ISO)).isSameAs(next);
    }
}
