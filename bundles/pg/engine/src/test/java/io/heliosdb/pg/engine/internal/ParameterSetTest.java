package io.heliosdb.pg.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class ParameterSetTest {
    private static final ParameterSet BASE = ParameterSet.EMPTY
            .with("client_encoding", "UTF8")
            .with("DateStyle", "ISO, MDY")
            .with("server_version", "18.6");

    @Test
    void anEqualValueChangesNothing() {
        assertThat(BASE.with("DateStyle", "ISO, MDY")).isSameAs(BASE);
        assertThat(BASE.with("DateStyle", "German")).isNotSameAs(BASE);
    }

    @Test
    void tellsWhatHasToBeSet() {
        ParameterSet other =
                BASE.with("DateStyle", "German").with("server_version", "19").with("new", "1");

        assertThat(BASE.changesTo(other)).containsOnly(entry("DateStyle", "German"), entry("new", "1"));
        assertThat(BASE.changesTo(BASE)).isEmpty();
    }

    @Test
    void textIsWhatTheEncodingMakesOfTheOctets() {
        String octets = "\u00c3\u00bc";

        assertThat(BASE.with("application_name", octets).asText()).containsEntry("application_name", "ü");
        assertThat(BASE.with("client_encoding", "LATIN1")
                        .with("application_name", octets)
                        .asText())
                .containsEntry("application_name", octets);
    }

    @Test
    void onlySomeParametersMatterToTheParser() {
        assertThat(BASE.with("application_name", "x").parserView()).isEqualTo(BASE.parserView());
        assertThat(BASE.with("DateStyle", "German").parserView()).isNotEqualTo(BASE.parserView());
    }
}
