package io.heliosdb.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllureReportTest {

    @TempDir
    private static Path cache;

    @TempDir
    private Path folder;

    private Path results(String status) throws IOException {
        Path results = Files.createDirectories(folder.resolve("results-" + status));
        Files.writeString(
                results.resolve("one-result.json"),
                """
                {"uuid":"one","historyId":"h","testCaseId":"t","fullName":"f::c","name":"Case c","status":"%s",
                 "stage":"finished","start":1763800000000,"stop":1763800001000,"labels":[]}
                """
                        .formatted(status));
        return results;
    }

    @Test
    void buildsAPageAndASiteAndContinuesTheHistory() throws Exception {
        Path out = folder.resolve("out");

        AllureReport first = AllureReport.build(results("failed"), out, cache, "Drivers of today");
        AllureReport second = AllureReport.build(results("passed"), out, cache, "Drivers of today");

        assertThat(second).isEqualTo(first);
        assertThat(first.page()).content().contains("Drivers of today").doesNotContain("googletagmanager");
        assertThat(first.site().resolve("index.html")).content().doesNotContain("googletagmanager");
        JsonNode history = new ObjectMapper()
                .readTree(first.site().resolve("history/history.json").toFile());
        assertThat(history.at("/h/items").findValuesAsText("status")).containsExactly("passed", "failed");
        assertThat(out)
                .isDirectoryContaining("glob:**/allure-report")
                .isDirectoryContaining("glob:**/allure-report.html")
                .isDirectoryNotContaining("glob:**/.allure-*");
        assertThat(cache.resolve("allure-2.34.1/plugins")).isDirectory();
    }

    @Test
    void leavesTheLastReportWhenTheNextCannotBeBuilt() throws Exception {
        Path out = folder.resolve("out");
        Path site = Files.createDirectories(out.resolve("allure-report"));
        Files.writeString(site.resolve("index.html"), "the last one");

        Path damaged = folder.resolve("cache");
        Files.createDirectories(damaged.resolve("allure-2.34.1"));
        Files.createFile(damaged.resolve("allure-2.34.1/.complete"));

        assertThatThrownBy(() -> AllureReport.build(results("passed"), out, damaged, "x"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Allure's generator ended with exit 1: ")
                .hasMessageContaining("CommandLine");
        assertThatThrownBy(() -> AllureReport.build(folder.resolve("none"), out, cache, "x"))
                .isInstanceOf(IOException.class)
                .hasMessage("there are no results in " + folder.resolve("none"));
        assertThat(site.resolve("index.html")).hasContent("the last one");
        assertThat(out).isDirectoryNotContaining("glob:**/.allure-*");
    }

    @Test
    void deletesATreeWithoutFollowingItsLinks() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside"), "kept");
        Path tree = Files.createDirectories(folder.resolve("tree/deep"));
        Files.createSymbolicLink(tree.resolve("link"), outside);
        Files.createSymbolicLink(folder.resolve("tree/dangling"), folder.resolve("nowhere"));

        Trees.delete(folder.resolve("tree"));
        Trees.delete(folder.resolve("tree"));

        assertThat(folder.resolve("tree")).doesNotExist();
        assertThat(outside).hasContent("kept");
    }
}
