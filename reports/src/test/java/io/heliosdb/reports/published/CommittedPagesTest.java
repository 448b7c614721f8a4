package io.heliosdb.reports.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users read is what was published: nobody changes it by hand, and nobody forgets to commit it. */
class CommittedPagesTest {

    private static final Publication PUBLICATION = new Publication(Path.of("published"));

    private static Baseline baseline() throws IOException {
        return PUBLICATION.baseline().orElseThrow();
    }

    @Test
    void theCompatibilityPageIsMadeOfThePublishedResults() throws IOException {
        assertThat(Path.of("..", "COMPATIBILITY.md"))
                .as("make it anew with: heliosdb gate --publish")
                .hasContent(Compatibility.page(baseline()));
    }

    @Test
    void everyDriverHasItsBadge() throws IOException {
        Baseline baseline = baseline();
        List<Baseline.Driver> drivers = baseline.usersDrivers();
        assertThat(drivers).isNotEmpty();
        for (Baseline.Driver driver : drivers) {
            assertThat(PUBLICATION.folder().resolve("badges").resolve(driver.id() + ".svg"))
                    .as("make it anew with: heliosdb gate --publish")
                    .hasContent(Badge.of(driver, baseline.tierTitle(driver)).svg());
        }
    }
}
