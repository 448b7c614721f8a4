package io.heliosdb.console.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsResourceTest {
    @ParameterizedTest
    @CsvSource({
        "url, postgresql://admin:hush@db:5432/postgres, postgresql://admin:(masked)@db:5432/postgres",
        "url, postgresql://admin@db:5432/postgres, postgresql://admin@db:5432/postgres",
        "password, hush, (masked)",
        "password, '', ''",
        "admin.Token, hush, (masked)",
        "port, 5430, 5430"
    })
    void masksWhatNobodyShouldRead(String key, String value, String shown) {
        assertThat(SettingsResource.masked(key, value)).isEqualTo(shown);
    }
}
