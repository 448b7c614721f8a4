package io.heliosdb.mysql.dialect.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.mysql.dialect.internal.query.SessionValue;
import io.heliosdb.mysql.dialect.internal.query.SqlMode;
import io.heliosdb.sql.scan.Lexicon;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @ParameterizedTest
    @CsvSource({
        "system, SYSTEM",
        "+2:00, +02:00",
        "-13:59, -13:59",
        "+14:00, +14:00",
        "Europe/Berlin, Europe/Berlin",
        "UTC, UTC"
    })
    void readsTimeZones(String given, String canonical) {
        assertThat(TimeZones.canonical(given)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+14:01", "-14:00", "+01:60", "UTC+2", "-2", "Nowhere", ""})
    void refusesWhatIsNoTimeZone(String given) {
        assertThatThrownBy(() -> TimeZones.canonical(given))
                .hasMessage("Unknown or incorrect time zone: '" + given + "'");
    }

    @Test
    void turnsTheSignOfAnOffsetForTheEngine() {
        assertThat(TimeZones.engine("-03:30")).isEqualTo("<-03:30>+03:30");
        assertThat(TimeZones.engine("Asia/Tokyo")).isEqualTo("Asia/Tokyo");
    }

    @ParameterizedTest
    @CsvSource({
        "a%, abc, true",
        "%C, abc, true",
        "a_c, abc, true",
        "a_c, ac, false",
        "%b%, abc, true",
        "a\\_c, abc, false",
        "a\\_c, a_c, true",
        "%a%b%, xxaxxb, true",
        "%a%b, xxaxxbx, false",
        "'', '', true",
        "'', a, false",
        "abc, ABC, true",
        "a\\, a\\, true"
    })
    void matchesPatterns(String pattern, String text, boolean matches) {
        assertThat(new LikePattern(pattern).matches(text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "'ansi_quotes, STRICT_ALL_TABLES', 'ANSI_QUOTES,STRICT_ALL_TABLES'",
        "NO_AUTO_CREATE_USER, ''",
        "'', ''",
        "ANSI, 'REAL_AS_FLOAT,PIPES_AS_CONCAT,ANSI_QUOTES,IGNORE_SPACE,ONLY_FULL_GROUP_BY,ANSI'"
    })
    void ordersModes(String given, String modes) {
        assertThat(SqlModes.normalised(SessionValue.of(given))).contains(modes);
    }

    @Test
    void refusesModesThatThereAreNot() {
        assertThat(SqlModes.normalised(SessionValue.of("NOPE"))).isEmpty();
        assertThat(SqlModes.normalised(SessionValue.of(16))).isEmpty();
        assertThat(SqlModes.normalised(SessionValue.NULL)).isEmpty();
    }

    @Test
    void readsTextAsTheModesSay() {
        assertThat(SqlModes.lexicon(Set.of())).isSameAs(Lexicon.MYSQL);
        assertThat(SqlModes.lexicon(Set.of(SqlMode.NO_BACKSLASH_ESCAPES)).escapes())
                .isEqualTo(Lexicon.Escapes.NONE);
    }

    @Test
    void hasVariablesOfEachKindWithDefaultsThatTheyAccept() {
        assertThat(SystemVariables.all()).hasSizeGreaterThan(150);
        for (SystemVariable variable : SystemVariables.all()) {
            if (variable.defaultValue() != null) {
                SessionValue value = variable.value(variable.defaultValue());
                assertThat(variable.accept(value).shown())
                        .describedAs(variable.name())
                        .isEqualToIgnoringCase(variable.defaultValue());
            }
        }
    }

    @Test
    void clampsNumbersAndRefusesOthers() {
        SystemVariable variable = SystemVariables.get("auto_increment_increment");

        assertThat(variable.accept(SessionValue.of(0))).isEqualTo(new SystemVariable.Accepted("1", true));
        assertThatThrownBy(() -> variable.accept(new SessionValue("numeric", "1.5")))
                .hasMessage("Incorrect argument type to variable 'auto_increment_increment'");
        assertThatThrownBy(() -> SystemVariables.get("autocommit").accept(SessionValue.NULL))
                .hasMessage("Variable 'autocommit' can't be set to the value of 'NULL'");
        assertThatThrownBy(() -> SystemVariables.get("completion_type").accept(SessionValue.of(7)))
                .hasMessage("Variable 'completion_type' can't be set to the value of '7'");
        assertThatThrownBy(() -> SystemVariables.get("completion_type").accept(SessionValue.NULL))
                .hasMessage("Variable 'completion_type' can't be set to the value of 'NULL'");
    }

    @Test
    void namesTheLevelsOfConditions() {
        assertThat(Condition.Level.NOTE.label()).isEqualTo("Note");
    }
}
