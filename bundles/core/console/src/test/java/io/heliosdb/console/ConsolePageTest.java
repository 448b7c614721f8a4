package io.heliosdb.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.reports.browser.Chromium;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsolePageTest {
    private static final String EVIL = "<script>document.title = 'owned'</script><img src=x onerror=alert(1)>";

    /** Where pictures of the page are put for whoever wants to look at them. */
    private static final Path PICTURES = Path.of("target", "pictures");

    private Chromium browser;
    private TestConsole console;
    private TestServices services;

    @BeforeAll
    void startBrowser() throws Exception {
        browser = Chromium.start();
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void startConsole(@TempDir Path home) {
        services = new TestServices().withBundles();
        services.connections.add(TestServices.connection(1, "mysql", EVIL, "alice"));
        services.connections.add(TestServices.connection(2, "mysql", "PyMySQL 1.1.2", "alice"));
        services.connections.add(TestServices.connection(3, "postgresql", "asyncpg 0.31.0", "bob"));
        services.connections.add(TestServices.connection(
                4, "postgresql", "a-driver-with-a-long-name-that-has-no-place-to-break/10.20.30.post1", "bob"));
        console = services.in(new TestConsole(home))
                .engine("postgresql://admin:hush@db.example.org/postgres")
                .start();
        for (int i = 0; i < 500; i++) {
            console.statistics.statementDone("mysql", 200_000 + i * 20_000L);
            console.statistics.statementDone("postgresql", 100_000 + i * 1_000L);
        }
        console.statistics.connectionOpened("mysql");
        console.statistics.errorTold("mysql", "1062");
        console.statistics.errorTold("mysql", "1064");
        console.statistics.errorTold("postgresql", "42P01");
        console.statistics.errorTold("postgresql", "42P01");
    }

    @AfterEach
    void stopConsole() {
        console.close();
    }

    private void logIn(int width, String scheme) throws InterruptedException {
        browser.open(console.uri("/"), width, scheme);
        browser.await("!document.getElementById('login').hidden");
        browser.evaluate(
                "token.value = 'not the token, but as long as one'; document.querySelector('#login-form button').click()");
        browser.await("document.getElementById('login-fault').textContent.includes('admin-token')");
        browser.evaluate(
                "token.value = '" + TestConsole.TOKEN + "'; document.querySelector('#login-form button').click()");
        browser.await(
                "document.querySelectorAll('#connection-table tbody tr').length === " + services.connections.size());
        browser.await("document.querySelectorAll('#bundle-table tbody tr').length === " + services.bundles.size());
        browser.await("document.querySelectorAll('#latency-chart path').length > 0");
    }

    private void press(String label) throws InterruptedException {
        browser.evaluate("document.querySelector('button[aria-label=\"" + label + "\"]').click()");
        browser.await("document.getElementById('dialog').open");
    }

    private void confirm(String told) throws InterruptedException {
        browser.evaluate("document.getElementById('dialog-do').click()");
        browser.await("document.getElementById('told').textContent.includes('" + told + "')");
    }

    @ParameterizedTest
    @CsvSource({"360, light", "360, dark", "1280, light", "1280, dark"})
    void fitsAndIsReadable(int width, String scheme) throws Exception {
        logIn(width, scheme);
        Thread.sleep(4500);
        Files.write(PICTURES.resolve("console-" + width + "-" + scheme + ".png"), browser.picture());
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .as("nothing stands out at the side")
                .isLessThanOrEqualTo(width);
        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('.scroll')].every(e => e.scrollWidth <= e.clientWidth)")
                        .asBoolean())
                .as("the tables need no scrolling")
                .isTrue();
        assertThat(browser.evaluate(lowContrast()).toString())
                .as("too little contrast")
                .isEqualTo("[]");
        assertThat(browser.evaluate(unnamed()).toString()).as("without a name").isEqualTo("[]");
        assertThat(browser.requests())
                .allMatch(url -> url.startsWith(console.uri("/").toString()) || url.equals("about:blank"));
    }

    @Test
    void showsWhatClientsCallThemselvesAsText() throws Exception {
        logIn(1280, "light");
        assertThat(browser.evaluate("document.title").asText()).isEqualTo("HeliosDB console");
        assertThat(browser.evaluate("document.querySelector('#connection-table').innerText")
                        .asText())
                .contains(EVIL);
        assertThat(browser.evaluate("document.querySelectorAll('#console script, #groups img, table img').length")
                        .asInt())
                .isZero();
        assertThat(browser.evaluate("document.body.innerText").asText()).doesNotContain("hush");
    }

    @Test
    void actsOnBundlesWhenThatIsConfirmed() throws Exception {
        logIn(1280, "light");
        press("Drain io.heliosdb.mysql.protocol 1.0.0");
        browser.evaluate("document.querySelector('#dialog button[value=cancel]').click()");
        browser.await("!document.getElementById('dialog').open");
        assertThat(services.calls).isEmpty();

        press("Drain io.heliosdb.mysql.protocol 1.0.0");
        assertThat(browser.evaluate("document.getElementById('dialog-text').textContent")
                        .asText())
                .contains("140");
        confirm("done");
        press("Make io.heliosdb.mysql.protocol 1.0.0 a canary");
        browser.evaluate("document.querySelector('#dialog input[name=share]').value = 25");
        confirm("is serving");
        press("Probe io.heliosdb.mysql.protocol 1.1.0");
        confirm("2 passed");
        press("Remove io.heliosdb.mysql.protocol 1.2.0");
        confirm("done");
        press("End connection 3");
        confirm("Connection 3 is ended");
        assertThat(services.calls)
                .containsExactly("drain 17", "admit 17 25 % for PT15M", "probe 41", "remove 43", "end 3");
        browser.await("document.querySelectorAll('#connection-table tbody tr').length === 3");
    }

    @Test
    void findsConnectionsAndKeepsTheSession() throws Exception {
        logIn(1280, "light");
        browser.evaluate("(() => { filter.value = 'asyncpg'; filter.dispatchEvent(new Event('input')); })()");
        browser.await("document.querySelectorAll('#connection-table tbody tr').length === 1");
        browser.open(console.uri("/"), 1280, "light");
        browser.await("document.querySelectorAll('#connection-table tbody tr').length === 4");
        assertThat(browser.evaluate("document.cookie").asText()).isEmpty();
        browser.evaluate("document.getElementById('log-out').click()");
        browser.await("!document.getElementById('login').hidden");
        browser.open(console.uri("/"), 1280, "light");
        browser.await("!document.getElementById('login').hidden");
    }

    @Test
    void saysWhatIsNotThere(@TempDir Path other) throws Exception {
        console.close();
        console = new TestConsole(other).start();
        browser.open(console.uri("/"), 1280, "light");
        browser.await("!document.getElementById('login').hidden");
        browser.evaluate(
                "token.value = '" + TestConsole.TOKEN + "'; document.querySelector('#login-form button').click()");
        browser.await("document.getElementById('bundles-fault').textContent === 'Bundles: not available'");
        browser.await("document.getElementById('connections-fault').textContent === 'Connections: not available'");
        console.close();
        browser.await("!document.getElementById('outage').hidden");
        console = new TestConsole(other).start();
    }

    /** Contrast of text and ground, by the formula of WCAG 2; 4.5 is its level AA for small text. */
    private static String lowContrast() {
        return """
                (() => {
                  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
                  const light = c => channels(c).slice(0, 3).map(v => v / 255)
                    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
                  const ground = e => {
                    for (; e; e = e.parentElement) {
                      const c = getComputedStyle(e).backgroundColor;
                      if (channels(c)[3] !== 0) return c;
                    }
                    return 'rgb(255, 255, 255)';
                  };
                  const colour = e => e instanceof SVGElement ? getComputedStyle(e).fill : getComputedStyle(e).color;
                  return [...document.querySelectorAll('#console *')]
                    .filter(e => e.getClientRects().length && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
                    .map(e => {
                      const [a, b] = [light(colour(e)), light(ground(e))].sort((x, y) => y - x);
                      return [(a + 0.05) / (b + 0.05), e.tagName + ' ' + e.textContent];
                    })
                    .filter(([contrast]) => contrast < 4.5).map(([contrast, what]) => contrast.toFixed(2) + ' ' + what);
                })()
                """;
    }

    /** Buttons, inputs and pictures that a screen reader could not name. */
    private static String unnamed() {
        return """
                [...document.querySelectorAll('button, input, a, svg[role=img]')]
                  .filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || (e.labels && e.labels.length)))
                  .map(e => e.outerHTML)
                """;
    }
}
