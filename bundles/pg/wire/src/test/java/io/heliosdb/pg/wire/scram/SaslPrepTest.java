package io.heliosdb.pg.wire.scram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslPrepTest {
    /** The first five are the examples of RFC 4013, section 3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "I\u00adX|IX",
                "user|user",
                "USER|USER",
                "\u00aa|a",
                "\u2168|IX",
                "a\u00a0b|a b",
                "a\u3000b|a b",
                "a\u200bb|a b",
                "\ufb01n|fin",
                "u\u0308|\u00fc",
                "\u1100\u1161|\uac00",
                "\u0627\u0628|\u0627\u0628",
                "\u06271\u0628|\u06271\u0628",
            })
    void mapsAndNormalises(String password, String prepared) {
        assertThat(SaslPrep.prepare(password.toCharArray())).isEqualTo(prepared.getBytes(UTF_8));
    }

    /** RFC 4013 prohibits these, and PostgreSQL takes them as they are. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0007",
                "\u00fc\u0007",
                "\u00aa\u0007",
                "\u00aa\u06271",
                "\u06271\u00aa",
                "\u06271",
                "1\u0627",
                "\u00ad",
                "\ufb01\ue000",
                "\ufb01\u0221",
                "\ufb01\ud83d\ude00",
                "\ufb01\ufffd",
                "\ufb01\u202e",
            })
    void keepsWhatTheProfileProhibits(String password) {
        assertThat(SaslPrep.prepare(password.toCharArray())).isEqualTo(password.getBytes(UTF_8));
    }

    @Test
    void refusesWhatIsNoText() {
        assertThatThrownBy(() -> SaslPrep.prepare(new char[] {'a', '\ud83d'}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("password has half a surrogate pair");
    }

    @Test
    void anEmptyPasswordHasKeys() {
        assertThat(ScramKeys.derive(new char[0], new byte[] {1}, 1).proof(new byte[0]))
                .hasSize(32);
    }
}
