package io.heliosdb.reports.published;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.reports.Tally;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

class BadgeTest {

    private static Baseline.Driver driver(String title, Tally tally) {
        return new Baseline.Driver(
                "d",
                title,
                "gold",
                "mysql",
                Map.of(),
                List.of(new Baseline.Cell("1.0", "live", tally, null, null, null, null, null)));
    }

    private static Element parse(Badge badge) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(badge.svg().getBytes(UTF_8)))
                .getDocumentElement();
    }

    @Test
    void isAPictureWithItsWordsForThoseWhoDoNotSeeIt() throws Exception {
        Badge badge = Badge.of(driver("A <b> & \"c\"", new Tally(42, 0, 3, 0)), "Gold");
        Element picture = parse(badge);

        assertThat(picture.getAttribute("aria-label")).isEqualTo("A <b> & \"c\": gold · 42 of 42");
        assertThat(picture.getElementsByTagName("text").item(1).getTextContent())
                .isEqualTo("gold · 42 of 42");
        assertThat(badge.svg()).doesNotContain("href", "url(http", "@import");
    }

    @Test
    void isAsWideAsItsWords() throws Exception {
        Element picture = parse(new Badge("iii", "WWWW", "#000000"));

        assertThat(Badge.width("iii")).isEqualTo(9);
        assertThat(Badge.width("WWWW")).isEqualTo(44);
        assertThat(picture.getAttribute("width")).isEqualTo(Integer.toString(9 + 44 + 4 * 6));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 0, 0, gold · 10 of 10, #2c7a3f",
        "9,  0, 1, gold · 9 of 10,  #8a6100",
        "8,  1, 1, gold · 8 of 10,  #b3261e",
        "0,  0, 0, gold · 0 of 0,   #5f6670"
    })
    void showsHowTheDriverStands(int passed, int failed, int gaps, String message, String colour) {
        Badge badge = Badge.of(driver("x", new Tally(passed, failed, 5, gaps)), "Gold");

        assertThat(badge.message()).isEqualTo(message);
        assertThat(badge.colour()).isEqualTo(colour);
    }

    @Test
    void saysWhereNothingRan() {
        Baseline.Driver driver = new Baseline.Driver("d", "x", "gold", "mysql", null, List.of());

        assertThat(Badge.of(driver, "Gold").message()).isEqualTo("not run");
    }
}
