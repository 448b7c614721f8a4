package io.heliosdb.reports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The Allure report of a run, in two forms.
 *
 * @param page one self-contained HTML file, which a browser opens from the disk
 * @param site the same report as a folder for a web server; it also holds the history that the next run continues
 */
public record AllureReport(Path page, Path site) {

    /**
     * Builds the report below {@code target}, continuing the history of the report that lies there from the last time.
     *
     * @param results the folder with the Allure results; the history is added to it
     * @param target the folder that receives {@code allure-report.html} and {@code allure-report/}
     * @param cache where the generator is unpacked, once for all runs
     * @param title the report's title
     * @throws IOException where there are no results, or the generator cannot be unpacked or fails; the last report is
     *     then untouched
     */
    public static AllureReport build(Path results, Path target, Path cache, String title)
            throws IOException, InterruptedException {
        // The generator itself makes an empty report of nothing.
        if (!Files.isDirectory(results)) {
            throw new IOException("there are no results in " + results);
        }
        AllureGenerator generator = AllureGenerator.in(cache);
        Path site = target.resolve("allure-report");
        Path page = target.resolve("allure-report.html");
        Path history = site.resolve("history");
        if (Files.isDirectory(history)) {
            Trees.copyFiles(history, results.resolve("history"));
        }
        Files.createDirectories(target);
        Path siteDraft = Files.createTempDirectory(target, ".allure-site");
        Path pageDraft = Files.createTempDirectory(target, ".allure-page");
        try {
            AllureGenerator.Running buildsSite = generator.start(results, siteDraft, List.of("--name", title));
            AllureGenerator.Running buildsPage =
                    generator.start(results, pageDraft, List.of("--name", title, "--single-file"));
            try {
                buildsSite.await();
            } finally {
                buildsPage.await();
            }
            Trees.delete(site);
            Files.move(siteDraft, site);
            Files.move(pageDraft.resolve("index.html"), page, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Trees.delete(siteDraft);
            Trees.delete(pageDraft);
        }
        return new AllureReport(page, site);
    }
}
