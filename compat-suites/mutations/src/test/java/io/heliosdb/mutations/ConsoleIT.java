package io.heliosdb.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.reports.browser.Chromium;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An operator's way through the console's page, with a real browser before the packed server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
    private static final String BUNDLE = "pg.auth-scram";
    private static final int WIDTH = 1280;

    @TempDir
    Path folder;

    private Chromium browser;
    private PackedServer server;

    @BeforeAll
    void start() throws Exception {
        browser = Chromium.start();
        server = PackedServer.start(Map.of());
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void deploysTriesAndTakesBackAVersion() throws Exception {
        browser.open(URI.create("http://127.0.0.1:" + server.port("admin") + "/"), WIDTH, "light");
        browser.await("!document.getElementById('login').hidden");
        browser.evaluate(
                "token.value = '" + server.adminToken() + "'; document.querySelector('#login-form button').click()");
        browser.await(row("0.1.0", "serving"));

        browser.await("document.getElementById('connections-rest').textContent === 'Nobody is connected.'");

        deploy("99.0.1", Optional.empty());
        browser.await(row("99.0.1", "serving"));
        browser.await(row("99.0.1", "passed"));

        deploy("99.0.2", Optional.of(Mutation.BAD_PASSWORD_ACCEPTED));
        browser.await(row("99.0.2", "refused"));
        assertThat(browser.evaluate(row("99.0.1", "serving")).asBoolean()).isTrue();

        press("Remove io.heliosdb." + BUNDLE + " 99.0.2");
        browser.await("!" + row("99.0.2", ""));
        press("Remove io.heliosdb." + BUNDLE + " 99.0.1");
        browser.await("!" + row("99.0.1", ""));
        browser.await(row("0.1.0", "serving"));
        assertThat(browser.console())
                .as("what the page complains of, besides that nobody was logged in")
                .allMatch(entry -> entry.contains("/api/v1/session"));
        assertThat(server.errors()).singleElement().asString().contains("99.0.2.jar is refused: ");
    }

    private void deploy(String version, Optional<Mutation> fault) throws Exception {
        Path jar = folder.resolve(BUNDLE + ".arriving");
        VersionJar versions = new VersionJar(PackedServer.program(), BUNDLE);
        if (fault.isPresent()) {
            versions.write(version, fault, jar);
        } else {
            versions.write(version, jar);
        }
        Files.move(jar, server.deployFolder().resolve(BUNDLE + "-" + version + ".jar"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether the table has a row of that version with these words. */
    private static String row(String version, String words) {
        return "[...document.querySelectorAll('#bundle-table tbody tr')].some(row => row.innerText.includes('" + BUNDLE
                + "') && row.innerText.includes('" + version + "') && row.innerText.includes('" + words + "'))";
    }

    private void press(String label) throws InterruptedException {
        browser.await("document.querySelector('button[aria-label=\"" + label + "\"]') !== null");
        browser.evaluate("document.querySelector('button[aria-label=\"" + label + "\"]').click()");
        browser.await("document.getElementById('dialog').open");
        browser.evaluate("document.getElementById('dialog-do').click()");
        browser.await("!document.getElementById('dialog').open");
    }
}
